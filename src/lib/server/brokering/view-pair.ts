import { markedFields } from '#lib/brokering/marked-text.ts';
import type { DecisionEntry, PairView, SideView } from '#lib/brokering/views.ts';
import { SIDES, type Side } from '#lib/brokering/vocabulary.ts';
import { CRITERIA, type CriterionResult, type EvidencePair } from '#lib/engines/matching/types.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { Disclosure } from '#lib/listings/vocabulary.ts';
import { isSignedIn, servesCentre, type Actor } from '#lib/server/accounts/actor.ts';
import { contentsFor } from '#lib/server/listings/guarded/queries.ts';
import { readerCopy } from '#lib/server/listings/reader-copy.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { strongestPairs } from '#lib/server/search/counterparts-with-reasons.ts';
import { readableTexts } from '#lib/server/search/public-listing.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import {
	countContacts,
	decisionsOf,
	earlierPairs,
	listingsOfPair,
	madeByHand,
	notesOf,
	publicationsOf,
	questionsOf,
	standingIntroduction,
	titleOf,
	translationOf,
	type ListingOfPair,
} from './pair-view/queries.ts';
import { findPair, officersOf, personById, type FoundPair } from './queries.ts';
import { centresSeen, mayUndo, ownCentresOf, pairRights, pairRules } from './rules.ts';

/** Numbered reasons of a pair; more would hide the texts that they stand in. */
const REASONS = 8;
/** Other pairs of each side. */
const EARLIER = 8;

/**
 * A pair as an officer of one side's centre sees it. Both listings are shown as anybody signed in may read them: guarded
 * sections are read on the listing's own page, which puts it on record. Errors: not_found.
 */
export async function viewPair(
	context: { db: Executor; search: Pick<SearchService, 'judgePair'>; thesaurus: Pick<Thesaurus, 'label'> },
	actor: Actor,
	pairId: string,
	reader: Language,
): Promise<PairView> {
	const { db } = context;
	const pair = await findPair(db, pairId);
	if (!pair || !isSignedIn(actor) || !pairRules.view(actor, pair.forRules)) throw new ExpectedError('not_found', 'No such pair.');
	const { row, forRules } = pair;
	const judged = context.search.judgePair(row.needId, row.offerId);
	const evidence = strongestPairs(judged?.criteria ?? [], REASONS);
	const listings = await listingsOfPair(db, [row.needId, row.offerId]);
	const sides = {} as Record<Side, SideView>;
	for (const side of SIDES) sides[side] = await viewSide(db, actor, pair, side, { listings, evidence, reader });
	const own = ownCentresOf(actor, forRules);
	const officers = await officersOf(db, own);
	const decisions = await decisionsOf(db, row.id);
	return {
		id: row.id,
		version: row.version,
		state: row.state,
		score: judged?.score ?? row.score,
		firstSuggestedAt: row.firstSuggestedAt,
		laterUntil: row.laterUntil,
		exclusion: row.exclusion,
		nearDuplicateOf: row.nearDuplicateOf ? ((await titleOf(db, row.nearDuplicateOf)) ?? null) : null,
		byHand: (await madeByHand(db, row.id)) ?? null,
		...sides,
		criteria: judged ? judged.criteria.map(({ evidence: _evidence, ...rest }) => rest) : storedCriteria(pair),
		reasons: evidence.map((each) => ({
			need: each.need.text,
			offer: each.offer.text,
			via: each.link.kind,
			concept: each.link.concept ? { id: each.link.concept, label: context.thesaurus.label(each.link.concept, reader) } : null,
		})),
		rights: pairRights(actor, forRules),
		assigned: await assignee(db, pair, new Set([...officers.map(({ userId }) => userId), actor.userId])),
		officers: distinctOfficers([{ userId: actor.userId, name: actor.name }, ...officers]),
		notes: await notesOf(db, row.id, own),
		questions: await questionsOf(db, row.id),
		decisions,
		introduction: (await standingIntroduction(db, row.id)) ?? null,
		undo: undoable(actor, decisions),
	};
}

async function viewSide(
	db: Executor,
	actor: Actor,
	pair: FoundPair,
	side: Side,
	about: { listings: ListingOfPair[]; evidence: readonly EvidencePair[]; reader: Language },
): Promise<SideView> {
	const { listingId, centreId } = pair.forRules[side];
	const found = about.listings.find(({ listing }) => listing.id === listingId);
	if (!found) throw new ExpectedError('not_found', 'No such listing.');
	const readable = new Set<Disclosure>(['public', 'network']);
	const given = (await contentsFor(db, actor, [found.version])).get(found.version.id)!;
	const { content, withheld } = readerCopy(given, readable, found.version.guarded);
	const translated = content.language === about.reader ? undefined : await translationOf(db, listingId, about.reader);
	// A translation is guarded like its original, whatever it says of itself.
	const translation = translated && readerCopy({ ...(await contentsFor(db, actor, [translated])).get(translated.id)!, disclosure: found.version.disclosure }, readable).content;
	const own = servesCentre(actor, centreId);
	const { organisation } = found;
	return {
		listingId,
		reference: found.listing.reference,
		language: content.language,
		state: found.listing.state,
		fields: markedFields(readableTexts(content), about.evidence.map((each) => each[side])),
		translation: translation && translated ? { language: translation.language, provenance: translated.provenance, fields: markedFields(readableTexts(translation), []) } : null,
		withheld,
		country: organisation.country,
		place: content.display === 'hidden' && !own ? null : organisation.place,
		organisationKind: organisation.kind,
		organisation: content.display === 'hidden' && !own ? null : { slug: organisation.slug, names: organisation.names },
		centre: found.centreNames,
		own,
		contacts: await countContacts(db, listingId),
		publications: await publicationsOf(db, listingId),
		earlier: await earlierPairs(db, { listingId, kind: side, but: pair.row.id, centreIds: centresSeen(actor) }, EARLIER),
	};
}

/** A pair whose listing is public no more keeps the verdicts that it was judged with, without the facts compared. */
function storedCriteria({ row }: FoundPair): Omit<CriterionResult, 'evidence'>[] {
	return CRITERIA.flatMap((criterion) => {
		const judged = row.criteria[criterion];
		return judged ? [{ criterion, ...judged }] : [];
	});
}

async function assignee(db: Executor, { row }: FoundPair, own: ReadonlySet<string>): Promise<PairView['assigned']> {
	if (row.assignedTo === null) return null;
	const person = await personById(db, row.assignedTo);
	return person ? { userId: row.assignedTo, name: person.name, own: own.has(row.assignedTo) } : null;
}

function distinctOfficers(all: readonly { userId: string; name: string }[]): { userId: string; name: string }[] {
	return [...new Map(all.map(({ userId, name }) => [userId, { userId, name }])).values()];
}

function undoable(actor: Actor, decisions: readonly DecisionEntry[]): string | null {
	const newest = decisions.find(({ decision, undone }) => decision !== 'undo' && !undone);
	return newest && mayUndo(actor, newest.byId) && !newest.lettersAt ? newest.id : null;
}
