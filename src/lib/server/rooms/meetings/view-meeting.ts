import { TIME_ZONES, zoneOfCountry } from '#lib/alerts/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { RoomsContext } from '../context.ts';
import { roomRules } from '../rules.ts';
import { meetingLetter } from './letters.ts';
import { nextMeetingState } from './meeting.ts';
import { zoneOfPerson } from './invite.ts';
import { invitedTo, meetingById, slotAnswersOf, slotsOf } from './queries.ts';

/** A meeting with what everybody said of its times, on the reader's clocks and on those of both sides. Errors: not_found. */
export async function viewMeeting(context: RoomsContext, actor: Actor, asked: { reference: string; meetingId: string }) {
	return asActor(context.db, actor, async (tx) => {
		const found = await findDocking(tx, { reference: asked.reference });
		if (!found || !roomRules.view(actor, { docking: found.access, side: 'officers' })) throw new ExpectedError('not_found', 'No such docking.');
		const meeting = await meetingById(tx, found.row.id, asked.meetingId);
		if (!meeting) throw new ExpectedError('not_found', 'No such meeting.');
		const self = actor.kind === 'member' ? actor.userId : '';
		const own = self ? await zoneOfPerson(tx, self) : meeting.timeZone;
		const slots = await slotsOf(tx, meeting.id);
		const answers = await slotAnswersOf(tx, meeting.id);
		const invited = await invitedTo(tx, meeting.id);
		const rules = { docking: found.access, side: meeting.side };
		const steers = roomRules.steerMeeting(actor, rules);
		const { id, state, version, title, details, language, minutes, timeZone, startsAt, side, called, changedAt } = meeting;
		return {
			meeting: { id, state, version, title, details, language, minutes, timeZone, startsAt, side, called, changedAt },
			slots: slots.map((slot) => ({
				id: slot.id,
				startsAt: slot.startsAt,
				past: slot.startsAt <= context.clock(),
				answers: answers.filter(({ slotId }) => slotId === slot.id).map(({ personId, name, answer }) => ({ name, answer, own: personId === self })),
			})),
			/** The reader's first, then those of both sides, each once. */
			zones: [...new Set([own, zoneOfCountry(found.parties.offering.country), zoneOfCountry(found.parties.seeking.country), timeZone])],
			invited: invited.includes(self),
			may: {
				answer: state === 'proposed' && self !== '' && roomRules.answerMeeting(actor, rules),
				fix: steers && nextMeetingState(state, 'fix') !== undefined,
				move: steers && nextMeetingState(state, 'move') !== undefined,
				cancel: steers && nextMeetingState(state, 'cancel') !== undefined,
			},
		};
	});
}

/** The zones to choose from: the reader's own first, then those of the network. */
export const zoneChoices = (own: string): string[] => [...new Set([own, ...TIME_ZONES.map(({ zone }) => zone), 'UTC'])];

/** The reader's entry of a fixed meeting, as it was mailed, for a calendar that lost it. Errors: not_found. */
export async function calendarOf(context: RoomsContext, actor: Extract<Actor, { kind: 'member' }>, asked: { reference: string; meetingId: string }): Promise<string> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findDocking(tx, { reference: asked.reference });
		const meeting = found && roomRules.view(actor, { docking: found.access, side: 'officers' }) ? await meetingById(tx, found.row.id, asked.meetingId) : undefined;
		if (!found || !meeting?.startsAt) throw new ExpectedError('not_found', 'No such meeting.');
		const { name, email, language } = actor;
		const letter = { reference: found.row.reference, meeting: { ...meeting, startsAt: meeting.startsAt }, baseUrl: context.baseUrl, organiser: context.organiser };
		return meetingLetter({ name, email, language, timeZone: 'UTC' }, letter, meeting.state === 'cancelled' ? 'cancel' : 'fix').calendar!.content;
	});
}
