import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isOnItsWay } from '../interest.ts';
import { centreNamesOf, namedListings, organisationsOf } from '../queries.ts';
import { INTEREST_RIGHTS, interestRules, type InterestRight } from '../rules.ts';
import { dockingOfInterest, findInterest, joinedOf } from './queries.ts';

/**
 * An interest as those see it whom it concerns; that an officer or the owner has read it is put on record. Who asked is not told
 * who the owner is before the docking opens: the listing says as much as its owner wants. Errors: not_found.
 */
export async function viewInterest(db: Database, actor: Actor, id: string) {
	return asActor(db, actor, async (tx) => {
		const found = await findInterest(tx, id);
		if (!found || !interestRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such interest.');
		const { row, forRules } = found;
		const listings = await namedListings(tx, [row.listingId, ...(row.ownListingId ? [row.ownListingId] : [])]);
		const organisation = (await organisationsOf(tx, [row.organisationId])).get(row.organisationId);
		const centres = await centreNamesOf(tx, [row.ownCentreId, row.theirCentreId]);
		const asks = actor.kind === 'member' && actor.organisations.has(row.organisationId);
		if (!asks) await recordAudit(tx, { actor, action: 'interest.read-guarded', entity: 'interest', entityId: row.id, about: { organisationId: row.organisationId, centreId: row.ownCentreId } });
		const docking = row.state === 'accepted' ? await dockingOfInterest(tx, row.id) : undefined;
		return {
			id: row.id,
			state: row.state,
			version: row.version,
			createdAt: row.createdAt,
			stepSince: row.stepSince,
			dueAt: row.dueAt,
			onItsWay: isOnItsWay(row.state),
			endedIn: row.endedIn,
			endedAt: row.endedAt,
			refusal: row.reason === null ? null : { reason: row.reason, words: row.words, language: row.wordsLanguage },
			listing: listings.get(row.listingId) ?? null,
			ownListing: (row.ownListingId && listings.get(row.ownListingId)) || null,
			organisation: { slug: organisation?.slug ?? '', names: organisation?.names ?? [], country: organisation?.country ?? '' },
			called: row.called,
			texts: { whoWeAre: row.whoWeAre, why: row.why, brings: row.brings, questions: row.questions },
			answers: row.answers,
			joined: await joinedOf(tx, row.id),
			ownCentre: { id: row.ownCentreId, names: centres.get(row.ownCentreId) ?? [] },
			theirCentre: { id: row.theirCentreId, names: centres.get(row.theirCentreId) ?? [] },
			/** The docking, for those who are in it. */
			docking: docking?.reference ?? null,
			asks,
			may: Object.fromEntries(INTEREST_RIGHTS.map((right) => [right, interestRules[right](actor, forRules)])) as Record<InterestRight, boolean>,
		};
	});
}
export type InterestView = Awaited<ReturnType<typeof viewInterest>>;
