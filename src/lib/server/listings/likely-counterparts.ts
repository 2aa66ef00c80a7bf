import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { ListingKind } from '#lib/listings/vocabulary.ts';
import { organisationById } from '#lib/server/network/queries.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { counterpartsWithReasons, type CounterpartView } from '#lib/server/search/counterparts-with-reasons.ts';
import { matchableOf, readableTexts } from '#lib/server/search/public-listing.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { ListingContent } from './listing.ts';

/** Characters of a draft's text below which any counterpart would be a guess. */
const LEAST_TEXT = 20;

/**
 * Who might answer a text that is not public yet, best first. `asked` is the whole text as its writers and officers may
 * read it; the counterparts show what everyone may read.
 */
export async function likelyCounterparts(
	context: { db: Executor; search: SearchService; thesaurus: Thesaurus },
	asked: { id: string; kind: ListingKind; organisationId: string; content: ListingContent },
	reader: Language,
	limit: number,
): Promise<CounterpartView[]> {
	const texts = readableTexts(asked.content);
	if (Object.values(texts).join('').trim().length < LEAST_TEXT) return [];
	const organisation = await organisationById(context.db, asked.organisationId);
	if (!organisation) return [];
	const found = context.search.counterpartsOf(matchableOf({ ...asked, organisation }), limit);
	return counterpartsWithReasons(context, { kind: asked.kind, texts }, found, reader);
}
