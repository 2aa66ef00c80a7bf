import type { Language } from '#lib/engines/text/language.ts';
import { MEETING_LIMITS } from '#lib/meetings/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { personOf } from '#lib/server/events/change-event.ts';
import { idIn, wordsOf, wrong } from '#lib/server/events/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from '../frame/change-at-desk.ts';
import { namedPeople } from './named-by-typing.ts';
import { deleteForbiddenPair, forbiddenPairsOf, putForbiddenPair } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

/**
 * Two people are never put together: no schedule, no booking, no meeting on the spot. The reason is the organisers' alone; the two
 * learn no more than that a meeting is not possible. One that stands already stays until a repair is published, and shows as a
 * conflict. Errors: not_found, forbidden, invalid_input.
 */
export async function forbidPair(context: Context, actor: Actor, { eventId, form, reader }: { eventId: string; form: FormData; reader: Language }): Promise<void> {
	await changeAtDesk(context, actor, { eventId, action: 'forbid-pair' }, async ({ tx, row, now, note }) => {
		const named = await namedPeople(tx, row.id, { form, reader });
		const people: [string, string] = named.required('person', 'other_person');
		if (people[0] === people[1]) throw wrong('other_person', 'not_allowed');
		const reason = wordsOf(form, 'reason', MEETING_LIMITS.reason, true);
		if ((await forbiddenPairsOf(tx, row.id)).length >= MEETING_LIMITS.hostWishes) throw wrong('person', 'too_many', MEETING_LIMITS.hostWishes);
		await putForbiddenPair(tx, { eventId: row.id, people, reason, madeBy: personOf(actor), madeAt: now });
		note({ detail: { registrationId: people[0], otherId: people[1] } });
	});
}

/** The two may meet again. Errors: not_found, forbidden. */
export async function allowPair(context: Context, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<void> {
	await changeAtDesk(context, actor, { eventId, action: 'allow-pair' }, async ({ tx, row, note }) => {
		const id = idIn(form);
		if (!id || !(await deleteForbiddenPair(tx, row.id, id))) throw new ExpectedError('not_found', 'No such pair.');
		note({ detail: { id } });
	});
}
