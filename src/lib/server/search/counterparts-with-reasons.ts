import { READ_FIELDS, type CriterionResult, type EvidencePair, type ReadField } from '#lib/engines/matching/types.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { CounterpartView } from '#lib/search/counterpart-view.ts';
import { excerptsOf, type Excerpt } from '#lib/search/evidence-excerpts.ts';
import type { CounterpartCard } from '#lib/search/types.ts';
import type { ListingKind } from '#lib/listings/vocabulary.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { readableTexts } from './public-listing.ts';
import { publicListings } from './queries.ts';

export type { CounterpartView };

/** Pairs of words shown with a counterpart: the strongest, each once. More would prove nothing more. */
const PAIRS_SHOWN = 6;

/**
 * Prepares counterparts for a page: the sentences that evidence stands in are read from what everyone may read.
 * `asked` is the listing whose counterparts they are, with the texts that this reader may see.
 */
export async function counterpartsWithReasons(
	context: { db: Executor; thesaurus: Thesaurus },
	asked: { kind: ListingKind; texts: Readonly<Partial<Record<ReadField, string>>> },
	found: readonly CounterpartCard[],
	reader: Language,
): Promise<CounterpartView[]> {
	const listings = await publicListings(context.db, found.map(({ id }) => id));
	const textsById = new Map(listings.map((listing) => [listing.id, readableTexts(listing.content)]));
	return found.map(({ card, score, criteria, id }) => {
		const pairs = strongestPairs(criteria);
		const other = asked.kind === 'need' ? 'offer' : 'need';
		return {
			card,
			score,
			criteria: criteria.map(({ evidence: _evidence, ...rest }) => rest),
			pairs: pairs.map((pair) => ({
				here: pair[asked.kind].text,
				there: pair[other].text,
				via: pair.link.kind,
				concept: pair.link.concept
					? { id: pair.link.concept, label: context.thesaurus.label(pair.link.concept, reader) }
					: null,
			})),
			here: inReadingOrder(excerptsOf(pairs.map((pair) => pair[asked.kind]), asked.texts)),
			there: inReadingOrder(excerptsOf(pairs.map((pair) => pair[other]), textsById.get(id) ?? {})),
		};
	});
}

/** The words that say the same in both texts, strongest first, each pair of words once. */
export function strongestPairs(criteria: readonly CriterionResult[], limit = PAIRS_SHOWN): EvidencePair[] {
	const seen = new Set<string>();
	return criteria
		.flatMap(({ evidence }) => evidence)
		.sort((a, b) => b.link.strength - a.link.strength)
		.filter(({ need, offer }) => {
			const key = `${need.text.toLowerCase()}\n${offer.text.toLowerCase()}`;
			return !seen.has(key) && seen.add(key);
		})
		.slice(0, limit);
}

function inReadingOrder(excerpts: Excerpt[]): Excerpt[] {
	return excerpts.sort((a, b) => READ_FIELDS.indexOf(a.field) - READ_FIELDS.indexOf(b.field));
}
