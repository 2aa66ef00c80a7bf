import { MatchingEngine } from '../../src/lib/engines/matching/matching-engine.ts';
import { READ_FIELDS, type MatchableListing } from '../../src/lib/engines/matching/types.ts';
import { indexTerms } from '../../src/lib/engines/reading/index-terms.ts';
import type { TextReader } from '../../src/lib/engines/reading/text-reader.ts';
import { RetrievalIndex } from '../../src/lib/engines/retrieval/index.ts';
import { LISTING_INDEX } from '../../src/lib/server/search/listing-index.ts';
import { mean, ndcg, reciprocalRank } from './measures.ts';
import type { Judgement, SampleNetwork } from './sample-network.ts';

/** The matching engine over the sample network, with the index as the running system has it. */
export function engineOver(listings: readonly MatchableListing[], reader: TextReader): MatchingEngine {
	const index = new RetrievalIndex(LISTING_INDEX);
	const engine = new MatchingEngine(
		reader,
		(groups, kind, limit, exclude) =>
			index.search({ groups, filters: { kind: [kind] }, limit, exclude: { ids: [exclude] }, countTotal: false }).hits,
		{ documents: () => index.size, of: (key) => index.termDocumentFrequency(key) },
	);
	for (const listing of listings) {
		const fields = READ_FIELDS.flatMap((field) => {
			const text = listing.texts[field];
			if (!text) return [];
			const reading = reader.read(text, listing.language);
			return [{ field, terms: [...indexTerms(reading, reader.thesaurus)], length: reading.length }];
		});
		index.add({ id: listing.id, fields, facets: { kind: [listing.kind] } });
		engine.put(listing);
	}
	return engine;
}

export interface SampleFigures {
	asked: number;
	/** Mean reciprocal rank of the first true counterpart (grade 3). */
	mrr: number;
	/** Gain = grade. */
	ndcg10: number;
	/** Share of true counterparts above every near miss (grade 1) of the same listing. */
	aboveNearMisses: number;
	/** Share of the first three suggestions that are in another language than the one who asks. */
	otherLanguage: number;
	/** Share of the first five that anyone judged to be at least near. */
	judgedInFive: number;
	/** Suggestions given, on average, where ASKED_FOR are asked for. */
	given: number;
}

const ASKED_FOR = 20;

/** Ranks the other side for each judged listing of a kind. */
export function measureSample(network: SampleNetwork, engine: MatchingEngine, kind: 'need' | 'offer'): SampleFigures {
	const byId = new Map(network.listings.map((listing) => [listing.id, listing]));
	const grades = new Map<string, Map<string, number>>();
	for (const judgement of network.judgements) {
		const [from, to] = ends(judgement, kind);
		grades.set(from, (grades.get(from) ?? new Map<string, number>()).set(to, judgement.grade));
	}
	const rows = [...grades].flatMap(([id, wanted]) => {
		const listing = byId.get(id);
		if (!listing || ![...wanted.values()].includes(3)) return [];
		const found = engine.counterparts(listing, ASKED_FOR).map((match) => match.id);
		const gains = found.map((other) => wanted.get(other) ?? 0);
		const firstTrue = gains.indexOf(3);
		const firstMiss = gains.indexOf(1);
		return [
			{
				mrr: reciprocalRank(gains.map((gain) => gain === 3)),
				ndcg10: ndcg(gains, [...wanted.values()], 10),
				above: firstTrue >= 0 && (firstMiss < 0 || firstTrue < firstMiss) ? 1 : 0,
				other: mean(found.slice(0, 3).map((other) => (byId.get(other)?.language === listing.language ? 0 : 1))),
				judged: mean(gains.slice(0, 5).map((gain) => (gain > 0 ? 1 : 0))),
				given: found.length,
			},
		];
	});
	return {
		asked: rows.length,
		mrr: mean(rows.map((row) => row.mrr)),
		ndcg10: mean(rows.map((row) => row.ndcg10)),
		aboveNearMisses: mean(rows.map((row) => row.above)),
		otherLanguage: mean(rows.map((row) => row.other)),
		judgedInFive: mean(rows.map((row) => row.judged)),
		given: mean(rows.map((row) => row.given)),
	};
}

function ends({ need, offer }: Judgement, kind: 'need' | 'offer'): [string, string] {
	return kind === 'need' ? [need, offer] : [offer, need];
}
