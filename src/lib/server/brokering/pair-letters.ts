import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import type { Side } from '#lib/brokering/vocabulary.ts';
import type { CriterionResult, EvidencePair } from '#lib/engines/matching/types.ts';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { factWords } from '#lib/ui/fact-words.ts';
import { countryName } from '#lib/ui/language-names.ts';
import { term } from '#lib/ui/vocabulary.ts';

/** Pairs of words quoted in a letter. */
const QUOTED = 4;

/** Who gets a letter. */
export interface Recipient {
	name: string;
	email: string;
	language: string;
}

/** A listing as a letter to the other side may show it: what everyone may read. */
export interface LetterListing {
	kind: Side;
	reference: number;
	title: string;
	summary: string;
	country: string;
	/** Null where the owner asked to stay hidden. */
	organisation: LocalText[] | null;
}

export interface LetterOfficer {
	name: string;
	centre: LocalText[];
}

export interface IntroductionFacts {
	mine: LetterListing;
	theirs: LetterListing;
	criteria: readonly CriterionResult[];
	quotes: readonly EvidencePair[];
	officers: readonly LetterOfficer[];
	baseUrl: string;
}

const localeOf = (recipient: Recipient): Language => (isLanguage(recipient.language) ? recipient.language : 'en');

/** The letter that introduces one owner to the other's listing, in the language of who reads it. */
export function introductionLetter(to: Recipient, facts: IntroductionFacts): NewMail {
	const locale = localeOf(to);
	const { mine, theirs } = facts;
	return inLanguage(locale, () => {
		const url = (path: string) => facts.baseUrl + localizeHref(path, { locale });
		const owner = theirs.organisation && localTextFor(theirs.organisation, locale)?.text;
		const from = [countryName(theirs.country, locale), owner].filter(Boolean).join(' · ');
		const introduce = mine.kind === 'need' ? m.broker_letter_introduced_need : m.broker_letter_introduced_offer;
		const reasons = reasonLines(facts, locale);
		return {
			to: to.email,
			language: locale,
			subject: m.broker_letter_introduced_subject({ title: theirs.title }),
			text: letter(to, [
				introduce({ title: mine.title }),
				[theirs.title, theirs.summary, from, url(`/listings/${theirs.reference}`)].filter((line) => line !== '').join('\n'),
				...(reasons.length > 0 ? [[m.broker_letter_reasons(), ...reasons.map((line) => `– ${line}`)].join('\n')] : []),
				[m.broker_letter_officers(), ...officerLines(facts.officers, locale)].join('\n'),
				`${m.broker_letter_reply()}\n${url('/desk/introductions')}`,
			]),
		};
	});
}

/** What fits, what must be cleared up, and words of both texts: as the officer saw it when deciding. */
function reasonLines(facts: IntroductionFacts, locale: Language): string[] {
	const judged = facts.criteria
		.filter(({ criterion, verdict }) => verdict !== 'unknown' && criterion !== 'topic')
		.map(({ criterion, verdict, facts: compared }) => {
			const words = factWords(criterion, compared, locale);
			const name = `${term('criterion', criterion)}: ${term('verdict', verdict)}`;
			return words ? `${name} (${words})` : name;
		});
	const other = facts.mine.kind === 'need' ? 'offer' : 'need';
	const quotes = facts.quotes.slice(0, QUOTED).map((pair) => m.broker_letter_quote({ mine: pair[facts.mine.kind].text, theirs: pair[other].text }));
	return [...quotes, ...judged];
}

function officerLines(officers: readonly LetterOfficer[], locale: Language): string[] {
	return officers.map(({ name, centre }) => `– ${name}, ${localTextFor(centre, locale)?.text ?? ''}`);
}

/** The letter that asks an owner something about a listing; the answer is written on the desk. */
export function questionLetter(
	to: Recipient,
	about: { title: string; question: string; questionId: string; officer: LetterOfficer; baseUrl: string },
): NewMail {
	const locale = localeOf(to);
	return inLanguage(locale, () => ({
		to: to.email,
		language: locale,
		subject: m.broker_letter_question_subject({ title: about.title }),
		text: letter(to, [
			m.broker_letter_question({ name: about.officer.name, centre: localTextFor(about.officer.centre, locale)?.text ?? '', title: about.title }),
			about.question,
			`${m.broker_letter_question_answer()}\n${about.baseUrl}${localizeHref(`/desk/questions/${about.questionId}`, { locale })}`,
		]),
	}));
}

/** The letter that tells an officer what the owner answered. */
export function answerLetter(
	to: Recipient,
	about: { title: string; question: string; answer: string; pairId: string; baseUrl: string },
): NewMail {
	const locale = localeOf(to);
	return inLanguage(locale, () => ({
		to: to.email,
		language: locale,
		subject: m.broker_letter_answer_subject({ title: about.title }),
		text: letter(to, [
			m.broker_letter_answer({ title: about.title }),
			`> ${about.question.replaceAll('\n', '\n> ')}`,
			about.answer,
			`${m.broker_letter_answer_pair()}\n${about.baseUrl}${localizeHref(`/broker/${about.pairId}`, { locale })}`,
		]),
	}));
}

/** The letter that tells the introducing officer what an owner says to the introduction. */
export function replyLetter(
	to: Recipient,
	about: { title: string; reply: 'interested' | 'declined'; pairId: string; baseUrl: string },
): NewMail {
	const locale = localeOf(to);
	const { title } = about;
	return inLanguage(locale, () => ({
		to: to.email,
		language: locale,
		subject: about.reply === 'interested' ? m.broker_letter_interested({ title }) : m.broker_letter_declined({ title }),
		text: letter(to, [
			about.reply === 'interested' ? m.broker_letter_interested({ title }) : m.broker_letter_declined({ title }),
			about.baseUrl + localizeHref(`/broker/${about.pairId}`, { locale }),
		]),
	}));
}

function letter(to: Recipient, paragraphs: readonly string[]): string {
	return [m.mail_greeting({ name: to.name }), ...paragraphs, m.mail_closing()].join('\n\n');
}
