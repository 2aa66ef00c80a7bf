import type { Language } from '#lib/engines/text/language.ts';
import { HOST_PRIORITIES, MEETING_LIMITS, type HostPriority } from '#lib/meetings/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { idIn, isUuid, wrong } from '#lib/server/events/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from '../frame/change-at-desk.ts';
import { namedPeople } from './named-by-typing.ts';
import { deletePriority, openRequests, prioritiesOf, putPriority, setRequestPriority } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

function priorityIn(form: FormData, field: string): HostPriority {
	const typed = cleanLine(form.get(field));
	const priority = HOST_PRIORITIES.find((each) => String(each) === typed);
	if (priority === undefined) throw wrong(field, 'required');
	return priority;
}

/** Gives all meetings of somebody, or those of two people, a priority, in place of the one they had. Errors: not_found, forbidden, invalid_input. */
export async function addPriority(context: Context, actor: Actor, { eventId, form, reader }: { eventId: string; form: FormData; reader: Language }): Promise<void> {
	await changeAtDesk(context, actor, { eventId, action: 'add-priority' }, async ({ tx, row, now, note }) => {
		const named = await namedPeople(tx, row.id, { form, reader });
		const [person, other = null] = named.firstRequired('person', 'other_person');
		const people: [string, string | null] = [person, other];
		if (people[0] === people[1]) throw wrong('other_person', 'not_allowed');
		const priority = priorityIn(form, 'priority');
		if (priority === 0) throw wrong('priority', 'required');
		if ((await prioritiesOf(tx, row.id)).length >= MEETING_LIMITS.hostWishes) throw wrong('person', 'too_many', MEETING_LIMITS.hostWishes);
		await putPriority(tx, { eventId: row.id, people, priority, madeAt: now });
		note({ detail: { registrationId: people[0], otherId: people[1], priority } });
	});
}

/** Errors: not_found, forbidden. */
export async function removePriority(context: Context, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<void> {
	await changeAtDesk(context, actor, { eventId, action: 'remove-priority' }, async ({ tx, row, note }) => {
		const id = idIn(form);
		if (!id || !(await deletePriority(tx, row.id, id))) throw new ExpectedError('not_found', 'No such priority.');
		note({ detail: { id } });
	});
}

/** Gives each request that a form shows, in a field `priority_<id>`, the priority said there. Errors: not_found, forbidden, invalid_input. */
export async function saveRequestPriorities(context: Context, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<void> {
	await changeAtDesk(context, actor, { eventId, action: 'save-request-priorities' }, async ({ tx, row, note }) => {
		const known = new Map((await openRequests(tx, row.id)).map((request) => [request.id, request.hostPriority]));
		const asked = [...form.keys()].filter((field) => field.startsWith('priority_') && isUuid(field.slice(9))).map((field) => ({ id: field.slice(9), priority: priorityIn(form, field) }));
		// What was answered or taken back meanwhile has no priority any more.
		const changed = asked.filter(({ id, priority }) => known.has(id) && known.get(id) !== priority);
		for (const { id, priority } of changed) await setRequestPriority(tx, id, priority);
		note({ detail: { requests: changed.map(({ id, priority }) => `${id}: ${priority}`).join(', ') } });
	});
}
