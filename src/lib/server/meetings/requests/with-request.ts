import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { eventRules, type EventForRules } from '#lib/server/events/rules.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { MeetingsContext } from '../context.ts';
import { holdEvent } from '../frame/queries.ts';
import { findMeetings, peopleOf, type MeetingPerson } from '../queries.ts';
import { requestRules, type RequestForRules, type RequestRight } from '../rules.ts';
import { meetingOfRequest } from '../standing/queries.ts';
import { noSuch, notAllowed, type AtMeetings } from '../with-meetings.ts';
import { askedBy, isIn, isProposed, whoMeets } from './parties.ts';
import { requestById, takeTurns, type PartyRow, type RequestRow } from './queries.ts';

type People = ReadonlyMap<string, Pick<MeetingPerson, 'personId' | 'state'>>;

/** Those of several without whom the others can go on: who has declined, does not answer or comes no more, while two remain. */
export function whoCanBeLeftOut(asked: readonly PartyRow[], people: People): string[] {
	const remain = (without: PartyRow) => asked.some((each) => each !== without && isIn(each));
	const isMissing = ({ state, registrationId }: PartyRow) => state === 'refused' || state === 'asked' || (state === 'accepted' && people.get(registrationId)?.state !== 'approved');
	return asked.filter((each) => isMissing(each) && remain(each)).map(({ registrationId }) => registrationId);
}

/** What the rules of a request ask. `asked`: of several, those who were asked. */
export function requestForRules(event: EventForRules, request: RequestRow, asked: readonly PartyRow[], people: People, at: { placed: boolean; now: Date }): RequestForRules {
	const personOf = (registration: string) => people.get(registration)?.personId ?? '';
	const parties = whoMeets(request, asked);
	const toAnswer = request.several ? asked.filter(({ state }) => state === 'asked').map(({ registrationId }) => registrationId) : isProposed(request) ? parties : [request.toRegistrationId];
	return {
		...event,
		state: request.state,
		lapsed: request.expiresAt <= at.now,
		proposed: isProposed(request),
		from: personOf(request.fromRegistrationId),
		asked: (request.several ? asked.map(({ registrationId }) => registrationId) : [request.toRegistrationId]).map(personOf),
		toAnswer: toAnswer.map(personOf),
		parties: parties.map(personOf),
		allCome: parties.every((id) => people.get(id)?.state === 'approved'),
		canGoOn: whoCanBeLeftOut(asked, people).length > 0,
		placed: at.placed,
	};
}

/** A request that somebody does something with. */
export interface AtRequest {
	request: RequestRow;
	/** Of several, those who were asked. */
	asked: readonly PartyRow[];
	people: ReadonlyMap<string, MeetingPerson>;
}

/**
 * Does something with a request on behalf of one of its sides: locked, the right checked, then as the operator. `takesTurns`: what else
 * stands between its people is looked at too. Errors: not_found (also to whom it does not concern), forbidden.
 */
export async function withRequest<Result>(
	context: Pick<MeetingsContext, 'db' | 'clock'>,
	actor: Actor,
	input: { eventId: string; requestId: string; right: RequestRight; takesTurns?: boolean },
	work: (meetings: AtMeetings, at: AtRequest) => Promise<Result>,
): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findMeetings(tx, input.eventId, isSignedIn(actor) ? actor.userId : null, now);
		const { frame } = found ?? {};
		if (!found || !frame || !eventRules.view(actor, found.forRules)) throw noSuch('event');
		return asActor(tx, operator('meetings'), async (tx) => {
			await holdEvent(tx, found.row.id);
			if (input.takesTurns) await takeTurnsOf(tx, input.requestId);
			const request = await requestById(tx, input.requestId, { lock: true });
			if (!request || request.eventId !== found.row.id) throw noSuch('request');
			const asked = (await askedBy(tx, [request]))(request.id);
			const people = await peopleOf(tx, [request.fromRegistrationId, request.toRegistrationId, ...asked.map(({ registrationId }) => registrationId)]);
			const meeting = await meetingOfRequest(tx, request.id);
			const forRules = requestForRules(found.forRules, request, asked, people, { placed: meeting !== undefined && meeting.state !== 'cancelled', now });
			if (!requestRules.view(actor, forRules)) throw noSuch('request');
			if (!requestRules[input.right](actor, forRules)) throw notAllowed();
			return work({ ...found, frame, tx, now }, { request, asked, people });
		});
	});
}

/** The turns of all who are in a request, before anybody holds it. */
async function takeTurnsOf(tx: Transaction, requestId: string): Promise<void> {
	const request = await requestById(tx, requestId);
	if (request) await takeTurns(tx, whoMeets(request, (await askedBy(tx, [request]))(request.id)));
}
