import type { Language } from '#lib/engines/text/language.ts';
import { labelsToType } from '#lib/meetings/labels-to-type.ts';
import { MEETING_WEIGHTS, requestWeight } from '#lib/meetings/weights.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { participantsOf } from '#lib/server/registration/registrations.ts';
import type { MeetingsContext } from '../context.ts';
import { eventAtDesk } from '../frame/change-at-desk.ts';
import { frameOf } from '../frame/queries.ts';
import { deskPage } from '../frame/view-frame.ts';
import { loadHostGround, softWish } from './host-ground.ts';
import { placesToChoose } from './places-to-choose.ts';
import { forbiddenPairsOf, openRequests, prioritiesOf, softWishesOf } from './queries.ts';

const REQUESTS_SHOWN = 30;

/** What the host wants of an event's meetings, and what there is to choose from. Errors: not_found. */
export async function viewHost(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; words: string; reader: Language }) {
	return asActor(context.db, actor, async (tx) => {
		const found = await eventAtDesk(tx, actor, input.eventId, context.clock());
		const [frame, people, host] = [await frameOf(tx, input.eventId), await participantsOf(tx, input.eventId), await loadHostGround(tx, input.eventId)];
		const labels = labelsToType(people, input.reader);
		const called = (id: string) => labels.get(id) ?? null;
		// Two people in the order of their names, whichever id is the lesser.
		const pair = (one: string, other: string) => [called(one), called(other)].sort((a, b) => (a ?? '').localeCompare(b ?? '', input.reader)) as [string | null, string | null];
		const wanted = input.words.trim().toLocaleLowerCase();
		const requests = (await openRequests(tx, input.eventId)).filter(({ from, to }) => labels.has(from) && labels.has(to));
		const shown = requests.filter(({ from, to }) => wanted === '' || [from, to].some((id) => called(id)!.toLocaleLowerCase().includes(wanted)));
		const weights = frame?.weights ?? {};
		return {
			...deskPage(actor, found),
			weights: { ...MEETING_WEIGHTS, ...weights },
			fairnessAllowance: frame?.fairnessAllowance ?? 0,
			people: [...labels.values()],
			...(await placesToChoose(tx, input.eventId)),
			priorities: (await prioritiesOf(tx, input.eventId)).map(({ id, registrationId, otherRegistrationId, priority }) => {
				const [person, other] = otherRegistrationId === null ? [called(registrationId), null] : pair(registrationId, otherRegistrationId);
				return { id, person, other, priority };
			}),
			forbidden: (await forbiddenPairsOf(tx, input.eventId)).map(({ id, registrationId, otherRegistrationId, reason }) => {
				const [person, other] = pair(registrationId, otherRegistrationId);
				return { id, person, other, reason };
			}),
			wishes: (await softWishesOf(tx, input.eventId)).map((row) => softWish(row)).map((wish) => (wish.kind === 'together' ? wish : { ...wish, person: called(wish.personId) })),
			requests: shown.slice(0, REQUESTS_SHOWN).map((request) => {
				const priority = host.priorityOf({ parties: [request.from, request.to], hostPriority: request.hostPriority });
				return { id: request.id, from: called(request.from)!, to: called(request.to)!, state: request.state, mutual: request.mutual, hostPriority: request.hostPriority, priority, weight: requestWeight({ ...request, hostPriority: priority }, weights) };
			}),
			found: shown.length,
		};
	});
}
