import type { Language } from '#lib/engines/text/language.ts';
import type { ExamplePair, PairAsked } from '#lib/search/engine-views.ts';
import type { ListingCard } from '#lib/search/types.ts';
import type { Mitra } from '#lib/server/mitra.ts';
import { counterpartsWithReasons } from '#lib/server/search/counterparts-with-reasons.ts';
import { readableTexts } from '#lib/server/search/public-listing.ts';
import { publicListings } from '#lib/server/search/queries.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { strongestStoredPairs } from './queries.ts';

/** Stored pairs that are looked through for one of two languages. */
const STORED = 300;
/** Needs whose counterparts are looked up where no pairs are stored yet. */
const NEEDS = 10;
const COUNTERPARTS = 3;

/** The pair asked for, or the strongest across two languages; null where there is none. */
export async function examplePair(mitra: Mitra, asked: PairAsked, reader: Language): Promise<ExamplePair | null> {
	const ids = asked.need === '' && asked.offer === '' ? await strongestAcrossLanguages(mitra, reader) : idsOf(mitra.search, asked);
	const found = ids && mitra.search.judgePair(ids.needId, ids.offerId);
	const need = ids && mitra.search.card(ids.needId);
	if (!found || !need) return null;
	const [listing] = await publicListings(mitra.db, [need.id]);
	if (!listing) return null;
	const [offer] = await counterpartsWithReasons(mitra, { kind: 'need', texts: readableTexts(listing.content) }, [found], reader);
	const today = mitra.clock().toISOString().slice(0, 10);
	const exclusion = mitra.search.matching.judge(need.id, found.id, today)?.exclusion ?? null;
	return offer ? { need, offer, exclusion } : null;
}

function idsOf(search: SearchService, { need, offer }: PairAsked): { needId: string; offerId: string } | null {
	const needCard = published(search, need);
	const offerCard = published(search, offer);
	return needCard?.kind === 'need' && offerCard?.kind === 'offer' ? { needId: needCard.id, offerId: offerCard.id } : null;
}

function published(search: SearchService, reference: string): ListingCard | undefined {
	return /^\d{1,9}$/.test(reference) ? search.cardByReference(Number(reference)) : undefined;
}

/** The strongest pair between the reader's language and another; where there is none, between any two. */
async function strongestAcrossLanguages({ db, search }: Mitra, reader: Language): Promise<{ needId: string; offerId: string } | null> {
	let others: { needId: string; offerId: string } | null = null;
	for (const pair of await strongestStoredPairs(db, STORED)) {
		const languages = [search.card(pair.needId)?.language, search.card(pair.offerId)?.language];
		if (languages[0] === languages[1] || languages.includes(undefined)) continue;
		if (languages.includes(reader)) return pair;
		others ??= pair;
	}
	return others ?? strongestOfNewest(search);
}

function strongestOfNewest(search: SearchService): { needId: string; offerId: string } | null {
	let best: { needId: string; offerId: string; score: number } | null = null;
	for (const need of search.newest('need', NEEDS))
		for (const { id, card, score } of search.counterparts(need.id, COUNTERPARTS))
			if (card.language !== need.language && score > (best?.score ?? 0)) best = { needId: need.id, offerId: id, score };
	return best;
}
