import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import type { LetterRhythm } from '#lib/alerts/vocabulary.ts';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import type { ListingCard } from '#lib/search/types.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { countryName, formatNumber } from '#lib/ui/language-names.ts';
import { term } from '#lib/ui/vocabulary.ts';

/** Listings of one search that a letter shows; the others are counted. */
export const SHOWN_EACH = 8;
/** Characters of a summary in a letter. */
const SUMMARY = 240;

export interface Reader {
	name: string;
	email: string;
	language: string;
}

/** What a letter tells of one search: listings as everyone may read them. */
export interface FoundBySearch {
	searchId: string;
	name: string;
	listings: readonly ListingCard[];
	/** The address that ends the letters of this search. */
	unsubscribeUrl: string;
}

export const localeOf = (reader: Pick<Reader, 'language'>): Language => (isLanguage(reader.language) ? reader.language : 'en');

/** The letter of what one person's searches of one rhythm have found, in the person's language. */
export function foundLetter(
	to: Reader,
	about: { rhythm: LetterRhythm; found: readonly FoundBySearch[]; baseUrl: string; unsubscribeUrl: string },
): NewMail {
	const locale = localeOf(to);
	return inLanguage(locale, () => {
		const url = (path: string) => about.baseUrl + localizeHref(path, { locale });
		const shown = new Set<string>();
		const sections = about.found.flatMap(({ searchId, name, listings, unsubscribeUrl }) => [
			`${m.alerts_letter_search({ name, count: formatNumber(listings.length, locale) })}\n${'–'.repeat(12)}`,
			// Two searches may find the same: the second time its title says enough.
			...listings.slice(0, SHOWN_EACH).map((card) => (shown.has(card.id) ? titleLines(card, url) : shown.add(card.id) && listingLines(card, locale, url))),
			...(listings.length > SHOWN_EACH
				? [`${m.alerts_letter_more({ count: formatNumber(listings.length - SHOWN_EACH, locale) })}\n${url(`/desk/searches/${searchId}`)}`]
				: []),
			...(about.found.length > 1 ? [`${m.alerts_letter_stop_one({ name })}\n${unsubscribeUrl}`] : []),
		]);
		return {
			to: to.email,
			language: locale,
			subject: subjectOf(about.rhythm, about.found, locale),
			text: [
				m.mail_greeting({ name: to.name }),
				INTRODUCTION[about.rhythm](),
				...sections,
				`${m.alerts_letter_settings()}\n${url('/desk/searches')}`,
				`${STOP[about.rhythm]()}\n${about.unsubscribeUrl}`,
				m.mail_closing(),
			].join('\n\n'),
			unsubscribeUrl: about.unsubscribeUrl,
		};
	});
}

const INTRODUCTION: Record<LetterRhythm, () => string> = {
	immediate: m.alerts_letter_immediate,
	daily: m.alerts_letter_daily,
	weekly: m.alerts_letter_weekly,
};
const STOP: Record<LetterRhythm, () => string> = {
	immediate: m.alerts_letter_stop_immediate,
	daily: m.alerts_letter_stop_daily,
	weekly: m.alerts_letter_stop_weekly,
};

function subjectOf(rhythm: LetterRhythm, found: readonly FoundBySearch[], locale: Language): string {
	const all = new Map(found.flatMap(({ listings }) => listings).map((card) => [card.id, card]));
	const [only] = all.values();
	if (only && all.size === 1) return m.alerts_letter_subject_one({ title: only.title });
	const count = formatNumber(all.size, locale);
	if (rhythm === 'immediate') return m.alerts_letter_subject_immediate({ count });
	return rhythm === 'daily' ? m.alerts_letter_subject_daily({ count }) : m.alerts_letter_subject_weekly({ count });
}

/** A listing as a letter shows it: what it is, its title and the beginning of its summary in their own language, its address. */
export function listingLines(card: ListingCard, locale: Language, url: (path: string) => string): string {
	const owner = card.organisation && localTextFor(card.organisation.names, locale)?.text;
	const facts = [term('kind', card.kind), countryName(card.country, locale), owner].filter(Boolean).join(' · ');
	return [card.title, facts, shortened(card.summary), url(`/listings/${card.reference}`)].filter((line) => line !== '').join('\n');
}

function titleLines(card: ListingCard, url: (path: string) => string): string {
	return `${card.title}\n${url(`/listings/${card.reference}`)}`;
}

/** The beginning of a text, ended at a space where it has any, and never inside a letter with its marks. */
function shortened(text: string): string {
	if (text.length <= SUMMARY) return text;
	let kept = '';
	for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
		if (kept.length + segment.length > SUMMARY) break;
		kept += segment;
	}
	const space = kept.lastIndexOf(' ');
	return `${(space > SUMMARY / 2 ? kept.slice(0, space) : kept).trimEnd()} …`;
}
