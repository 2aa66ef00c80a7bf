import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import type { CriterionResult } from '#lib/engines/matching/types.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { strongestPairs } from '#lib/server/search/counterparts-with-reasons.ts';
import type { ListingCard } from '#lib/search/types.ts';
import { factWords } from '#lib/ui/fact-words.ts';
import { formatNumber } from '#lib/ui/language-names.ts';
import { term } from '#lib/ui/vocabulary.ts';
import { listingLines, localeOf, type Reader } from '../alert-letters.ts';

/** Pairs of words quoted of each counterpart. */
const QUOTED = 2;

/** An own listing and a likely counterpart, both as everyone may read them, and how they were compared. */
export interface LikelyPair {
	mine: ListingCard;
	theirs: ListingCard;
	criteria: readonly CriterionResult[];
}

/** The weekly letter of likely counterparts, by own listing, each with its reasons, in the person's language. */
export function matchLetter(to: Reader, about: { pairs: readonly LikelyPair[]; baseUrl: string; unsubscribeUrl: string }): NewMail {
	const locale = localeOf(to);
	const byListing = Map.groupBy(about.pairs, ({ mine }) => mine.id);
	return inLanguage(locale, () => {
		const url = (path: string) => about.baseUrl + localizeHref(path, { locale });
		const sections = [...byListing.values()].flatMap((pairs) => [
			`${m.alerts_match_for({ title: pairs[0]!.mine.title })}\n${'–'.repeat(12)}`,
			...pairs.map((pair) => [listingLines(pair.theirs, locale, url), ...reasonLines(pair, locale).map((line) => `– ${line}`)].join('\n')),
		]);
		const only = about.pairs.length === 1 ? about.pairs[0] : undefined;
		return {
			to: to.email,
			language: locale,
			subject: only ? m.alerts_match_subject_one({ title: only.theirs.title }) : m.alerts_match_subject({ count: formatNumber(about.pairs.length, locale) }),
			text: [
				m.mail_greeting({ name: to.name }),
				m.alerts_match_letter(),
				...sections,
				m.alerts_match_note(),
				`${m.alerts_letter_settings()}\n${url('/desk/searches')}`,
				`${m.alerts_match_stop()}\n${about.unsubscribeUrl}`,
				m.mail_closing(),
			].join('\n\n'),
			unsubscribeUrl: about.unsubscribeUrl,
		};
	});
}

/** Words of both texts that say the same, and the facts that fit. */
function reasonLines({ mine, criteria }: LikelyPair, locale: ReturnType<typeof localeOf>): string[] {
	const other = mine.kind === 'need' ? 'offer' : 'need';
	const quotes = strongestPairs(criteria, QUOTED).map((pair) => m.alerts_match_quote({ mine: pair[mine.kind].text, theirs: pair[other].text }));
	const fitting = criteria
		.filter(({ criterion, verdict }) => verdict === 'match' && criterion !== 'topic')
		.map(({ criterion, facts }) => {
			const words = factWords(criterion, facts, locale);
			return words ? `${term('criterion', criterion)}: ${words}` : term('criterion', criterion);
		});
	return [...quotes, ...fitting];
}
