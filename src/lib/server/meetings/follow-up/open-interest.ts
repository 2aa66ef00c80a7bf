import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { expressInterest, type Expressed } from '#lib/server/docking/interests/express-interest.ts';
import { interestForm } from '#lib/server/docking/interests/interest-form.ts';
import { namedListings } from '#lib/server/docking/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { databaseErrorCode, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { updateAttendee } from '../standing/queries.ts';
import { noSuch, ownOf, withMeetings } from '../with-meetings.ts';
import { answerOutcome, viewOutcome } from './answer-outcome.ts';

/** An interest in a listing that somebody showed in a meeting. */
interface InterestAfter {
	listingId: string;
	organisationId: string;
	language: Language;
	whoWeAre: string;
	why: string;
}

/** What of the other side's listings one may express interest in, for which organisations; `asks`: its owner has questions for everybody. */
export async function interestChoices(context: Pick<MeetingsContext, 'db'>, actor: Actor, listingIds: readonly string[]) {
	const named = await namedListings(context.db, listingIds);
	const choices = [];
	for (const id of listingIds) {
		const listing = named.get(id);
		// Its owner may have asked to stay unnamed since: nothing leads from the person to it.
		if (!listing?.published || listing.display === 'hidden') continue;
		const { organisations, questions, standing, docked } = await interestForm(context.db, actor, listing.reference);
		if (organisations.length > 0) choices.push({ id, reference: listing.reference, title: listing.title, language: listing.language, organisations, asks: questions.length > 0, standing, docked });
	}
	return choices;
}

/**
 * Opens a docking interest in a listing of the other side after a meeting, as from the listing's own page, and keeps that it came of
 * the meeting: all in one transaction. Errors: not_found, forbidden, conflict (its owner asks questions: the listing's own form is needed).
 */
export async function openInterest(context: MeetingsContext, actor: Actor, input: Opening): Promise<Expressed> {
	// What the use cases of meetings and dockings do here stands or falls together.
	const open = () => asActor(context.db, actor, (tx) => openWithin({ ...context, db: tx as unknown as Database }, actor, input));
	try {
		return await open();
	} catch (error) {
		// A colleague expressed interest in the same moment, which ends this transaction: in another one this joins.
		if (databaseErrorCode(error) !== TRANSACTION_FAILED) throw error;
		return open();
	}
}

/** What PostgreSQL says to whatever follows a refused row. */
const TRANSACTION_FAILED = '25P02';

interface Opening {
	eventId: string;
	meetingId: string;
	interest: InterestAfter;
}

async function openWithin(context: MeetingsContext, actor: Actor, input: Opening): Promise<Expressed> {
	const { interest } = input;
	const { listingIds } = await viewOutcome(context, actor, input);
	const [choice] = await interestChoices(context, actor, listingIds.filter((id) => id === interest.listingId));
	if (!choice) throw noSuch('listing');
	if (choice.asks) throw new ExpectedError('conflict', 'The owner asks questions.', { field: 'listing', detail: { code: 'owner_asks' } });
	await answerOutcome(context, actor, { eventId: input.eventId, meetingId: input.meetingId, outcome: 'interest' });
	const { organisationId, language, whoWeAre, why } = interest;
	const result = await expressInterest(context, actor, { organisationId, ownListingId: null, language, whoWeAre, why, brings: '', questions: '', answers: [], listingReference: choice.reference });
	if (result.outcome !== 'docked')
		await withMeetings(context, actor, { eventId: input.eventId, right: 'view' }, async (meetings) => updateAttendee(meetings.tx, input.meetingId, ownOf(meetings).id, { interestId: result.id }));
	return result;
}
