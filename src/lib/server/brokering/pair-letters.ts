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
		return {
			to: to.email,
			language: locale,
			subject: m.broker_letter_introduced_subject({ title: theirs.title }),
			text: letter(to, [
				introduce({ title: mine.title }),
				[theirs.title, theirs.summary, from, url(`/listings/${theirs.reference}`)].filter((line) => line !== '').join('\n'),
				...listed(m.broker_letter_reasons(), [...quoteLines(facts), ...verdictLines(facts, 'match', locale)]),
				...listed(m.broker_letter_gaps(), verdictLines(facts, 'gap', locale)),
				[m.broker_letter_officers(), ...officerLines(facts.officers, locale)].join('\n'),
				`${m.broker_letter_reply()}\n${url('/desk/introductions')}`,
			]),
		};
	});
}

/** Words of both texts that say the same, as the officer saw them when deciding. */
function quoteLines({ mine, quotes }: IntroductionFacts): string[] {
	const other = mine.kind === 'need' ? 'offer' : 'need';
	return quotes.slice(0, QUOTED).map((pair) => m.broker_letter_quote({ mine: pair[mine.kind].text, theirs: pair[other].text }));
}

/** The criteria with one verdict and what was compared; the topic is what the quotes say. */
function verdictLines({ criteria }: IntroductionFacts, verdict: 'match' | 'gap', locale: Language): string[] {
	return criteria
		.filter((each) => each.verdict === verdict && each.criterion !== 'topic')
		.map(({ criterion, facts }) => {
			const name = term('criterion', criterion);
			const words = factWords(criterion, facts, locale);
			return words ? m.broker_letter_criterion({ criterion: name, words }) : name;
		});
}

/** A paragraph of lines under a heading; none where there is nothing to list. */
function listed(heading: string, lines: readonly string[]): string[] {
	return lines.length > 0 ? [[heading, ...lines.map((line) => `– ${line}`)].join('\n')] : [];
}

function officerLines(officers: readonly LetterOfficer[], locale: Language): string[] {
	return officers.map(({ name, centre }) => {
		const names = localTextFor(centre, locale)?.text;
		return `– ${names ? m.broker_letter_officer({ name, centre: names }) : name}`;
	});
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
