import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { listingByReference } from '#lib/server/listings/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { violatedConstraint, type Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { DockingContext } from '../context.ts';
import type { InterestInput } from '../input.ts';
import { dueOf, firstInterestState } from '../interest.ts';
import { namedListings, organisationsOf } from '../queries.ts';
import { listingInterestRules } from '../rules.ts';
import { tellHolders } from './change-interest.ts';
import { insertInterest, isIntroduced, openInterestOf, putJoined, questionsOf, runningDockingAbout, screeningCentres, type InterestRow } from './queries.ts';

/** What became of an expression of interest: new, joined to the first of the organisation, or to a docking that runs. */
export type Expressed = { outcome: 'sent' | 'joined'; id: string } | { outcome: 'docked'; reference: string };

/**
 * Expresses interest in a published listing for an organisation of one's own. A second one of the same organisation joins the first;
 * where a docking about the listing runs already, it names that. Errors: unauthenticated, not_found, forbidden, conflict.
 */
export async function expressInterest(context: DockingContext, actor: Actor, input: InterestInput & { listingReference: number }): Promise<Expressed> {
	if (!isSignedIn(actor)) throw new ExpectedError('unauthenticated', 'Members express interest.');
	try {
		return await asActor(context.db, actor, (tx) => express(context, tx, actor, input));
	} catch (error) {
		// A colleague was faster by a moment: this one joins.
		if (violatedConstraint(error) !== 'interest_once') throw error;
		return asActor(context.db, actor, (tx) => express(context, tx, actor, input));
	}
}

async function express(context: DockingContext, tx: Transaction, actor: Extract<Actor, { kind: 'member' }>, input: InterestInput & { listingReference: number }): Promise<Expressed> {
	const listing = await listingByReference(tx, input.listingReference);
	if (!listing || listing.publishedVersionId === null) throw new ExpectedError('not_found', 'No such listing.');
	const parties = { organisationId: input.organisationId, ownerOrganisationId: listing.organisationId };
	if (!listingInterestRules.express(actor, { ...parties, published: listing.state === 'published' })) throw new ExpectedError('forbidden', 'Owners and editors express interest in what another organisation has published.');
	const organisation = (await organisationsOf(tx, [input.organisationId])).get(input.organisationId);
	if (organisation?.state !== 'admitted') throw new ExpectedError('forbidden', 'The organisation is not admitted.');
	const running = await asActor(tx, operator('interest'), (tx) => runningDockingAbout(tx, listing.id, input.organisationId));
	if (running) return { outcome: 'docked', reference: running.reference };
	const first = await openInterestOf(tx, listing.id, input.organisationId);
	if (first) return join(context, tx, actor, first, input);
	// Written to join one that has ended meanwhile: it says too little to stand by itself.
	if (input.whoWeAre === '') throw new ExpectedError('conflict', 'The interest that this was to join has ended.');

	const now = context.clock();
	const introduced = await isIntroduced(tx, listing.id, input.organisationId);
	const centres = await screeningCentres(tx, [organisation.centreId, listing.centreId]);
	const sameCentre = organisation.centreId === listing.centreId;
	const state = firstInterestState({ ownCentreScreens: centres.has(organisation.centreId), theirCentreScreens: centres.has(listing.centreId), sameCentre, introduced });
	const words = (text: string) => ({ text, language: input.language });
	const row = await insertInterest(tx, {
		listingId: listing.id,
		ownListingId: await ownListing(tx, input, listing.kind),
		...parties,
		personId: actor.userId,
		called: actor.name,
		ownCentreId: organisation.centreId,
		theirCentreId: listing.centreId,
		whoWeAre: words(input.whoWeAre),
		why: words(input.why),
		brings: words(input.brings),
		questions: words(input.questions),
		answers: await answersTo(tx, listing.organisationId, input),
		state,
		stepSince: now,
		dueAt: dueOf(state, now),
		pastOwnCentreAt: state === 'at_own_centre' ? null : now,
		withOwnerAt: state === 'with_owner' ? now : null,
		createdAt: now,
	});
	await recordAudit(tx, { actor, action: 'interest.express', entity: 'interest', entityId: row.id, detail: { listingId: listing.id }, after: { state }, about: { organisationId: row.organisationId, centreId: row.ownCentreId } });
	await asActor(tx, operator('interest'), (tx) => tellHolders(context, tx, row, actor, state === 'with_owner' ? 'answer' : 'screen'));
	return { outcome: 'sent', id: row.id };
}

/** The own listing that an interest names: published, of the same organisation and of the other kind; else none. */
async function ownListing(tx: Transaction, input: InterestInput, kind: 'offer' | 'need'): Promise<string | null> {
	if (!input.ownListingId) return null;
	const own = (await namedListings(tx, [input.ownListingId])).get(input.ownListingId);
	return own && own.organisationId === input.organisationId && own.kind !== kind && own.published ? own.id : null;
}

async function answersTo(tx: Transaction, ownerId: string, input: InterestInput) {
	const answers = new Map(input.answers.map(({ questionId, text }) => [questionId, text]));
	return (await questionsOf(tx, ownerId)).flatMap(({ id, question, language }) => {
		const text = answers.get(id);
		return text ? [{ questionId: id, question: { text: question, language }, answer: { text, language: input.language } }] : [];
	});
}

async function join(context: DockingContext, tx: Transaction, actor: Extract<Actor, { kind: 'member' }>, first: InterestRow, input: InterestInput): Promise<Expressed> {
	// The same, sent twice, says nothing new.
	if (first.personId !== actor.userId || first.why.text !== input.why) {
		await putJoined(tx, { interestId: first.id, personId: actor.userId, words: { text: input.why, language: input.language }, joinedAt: context.clock() });
		await recordAudit(tx, { actor, action: 'interest.join', entity: 'interest', entityId: first.id, about: { organisationId: first.organisationId, centreId: first.ownCentreId } });
	}
	return { outcome: 'joined', id: first.id };
}
