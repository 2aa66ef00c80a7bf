import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { changeEvent, gone, personOf, type Change } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { idIn, wrong } from '#lib/server/events/input.ts';
import { organisationBySlug } from '#lib/server/network/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { misplaced } from './input.ts';
import { countExhibitors, deleteExhibitor, exhibitorById, insertExhibitor, lockExhibitor, standsOf, updateExhibitor } from './queries.ts';
import { countVisitsAt } from './visits/queries.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;
type Input = { eventId: string; form: FormData };

/** Of one event. */
export const EXHIBITORS_MOST = 600;

/** The stand that a form names, of this event; null for none yet. */
async function standNamed({ tx, row }: Change, form: FormData): Promise<string | null> {
	const id = idIn(form, 'stand');
	if (id !== null && !(await standsOf(tx, row.id)).some((stand) => stand.id === id)) throw wrong('stand', 'not_allowed');
	return id;
}

/** Adds a member organisation as an exhibitor, on a stand or without one yet. Errors: not_found, forbidden, invalid_input, conflict (too many). */
export async function addExhibitor(context: Context, actor: Actor, { eventId, form }: Input): Promise<{ id: string }> {
	return changeEvent(context, actor, { eventId, action: 'add-exhibitor' }, async (change) => {
		const { tx, row, now, note } = change;
		const slug = cleanLine(form.get('organisation'));
		if (slug === '') throw wrong('organisation', 'required');
		const organisation = await organisationBySlug(tx, slug);
		if (organisation?.state !== 'admitted') throw wrong('organisation', 'not_allowed');
		if ((await countExhibitors(tx, { event: row.id })) >= EXHIBITORS_MOST) throw new ExpectedError('conflict', 'The event has as many exhibitors as it can have.');
		const id = await insertExhibitor(tx, { eventId: row.id, organisationId: organisation.id, standId: await standNamed(change, form), addedBy: personOf(actor), addedAt: now });
		if (id === null) throw misplaced('organisation', 'exhibits_already');
		note({ detail: { exhibitorId: id, organisationId: organisation.id } });
		return { id };
	});
}

/** Gives an exhibitor another stand, or none. Errors: not_found, forbidden, invalid_input. */
export async function placeExhibitor(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'place-exhibitor' }, async (change) => {
		const found = await exhibitorById(change.tx, change.row.id, idIn(form));
		if (!found) throw gone('exhibitor');
		const standId = await standNamed(change, form);
		await updateExhibitor(change.tx, found.id, { standId });
		change.note({ detail: { exhibitorId: found.id }, before: { standId: found.standId }, after: { standId } });
	});
}

/** Takes an exhibitor off the list, unless visitors came: their contacts would go with it. Errors: not_found, forbidden, invalid_input. */
export async function removeExhibitor(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'remove-exhibitor' }, async ({ tx, row, note }) => {
		const found = await exhibitorById(tx, row.id, idIn(form));
		// A visit that is noted at this moment counts, or finds the exhibitor gone.
		if (!found || !(await lockExhibitor(tx, found.id, 'update'))) throw gone('exhibitor');
		const visits = await asActor(tx, operator('exhibition'), (tx) => countVisitsAt(tx, found.id));
		if (visits > 0) throw misplaced('stand', 'visited', visits);
		await deleteExhibitor(tx, found.id);
		note({ detail: { exhibitorId: found.id, organisationId: found.organisationId } });
	});
}
