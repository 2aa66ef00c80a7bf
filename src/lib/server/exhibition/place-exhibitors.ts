import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { changeEvent, gone, personOf, type Change } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { idIn, wrong } from '#lib/server/events/input.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { admit } from './admit.ts';
import { applicationOf, updateApplication } from './applications/queries.ts';
import { misplaced } from './input.ts';
import { organisationFinder } from './organisation-finder.ts';
import { exhibitorById, standsOf, updateExhibitor } from './queries.ts';
import { assertFree, type NamedStand } from './stands-by-label.ts';
import { takeOff } from './take-off.ts';
import { tellExhibitor } from './tell-exhibitor.ts';

type Context = Pick<EventsContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;
type Input = { eventId: string; form: FormData };

/** The stand that a form names, of this event; null for none yet. */
async function standNamed({ tx, row }: Change, form: FormData): Promise<NamedStand | null> {
	const id = idIn(form, 'stand');
	const stand = (await standsOf(tx, row.id)).find((each) => each.id === id);
	if (id !== null && !stand) throw wrong('stand', 'not_allowed');
	return stand ?? null;
}

/** Adds a member organisation as an exhibitor, on a stand or without one yet, and tells it so. Errors: not_found, forbidden, invalid_input. */
export async function addExhibitor(context: Context, actor: Actor, { eventId, form }: Input): Promise<{ id: string }> {
	return changeEvent(context, actor, { eventId, action: 'add-exhibitor' }, async (change) => {
		const { tx, row, note } = change;
		const typed = cleanLine(form.get('organisation'));
		if (typed === '') throw wrong('organisation', 'required');
		const found = (await organisationFinder(tx, [typed]))(typed);
		if (found.length !== 1) throw wrong('organisation', found.length === 0 ? 'unknown_organisation' : 'several_organisations');
		await assertFree(tx, row.id, 1, 'organisation');
		const organisationId = found[0]!.id;
		const id = await admit(context, actor, change, { organisationId, stand: await standNamed(change, form) });
		if (id === null) throw misplaced('organisation', 'exhibits_already');
		note({ detail: { exhibitorId: id, organisationId } });
		return { id };
	});
}

/** Gives an exhibitor another stand, or none, and tells it so. Errors: not_found, forbidden, invalid_input. */
export async function placeExhibitor(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'place-exhibitor' }, async (change) => {
		const { tx, row, note } = change;
		const found = await exhibitorById(tx, row.id, idIn(form));
		if (!found) throw gone('exhibitor');
		const stand = await standNamed(change, form);
		const standId = stand?.id ?? null;
		note({ detail: { exhibitorId: found.id }, before: { standId: found.standId }, after: { standId } });
		if (standId === found.standId) return;
		await updateExhibitor(tx, found.id, { standId });
		await tellExhibitor(context, tx, { row, organisationId: found.organisationId }, { kind: 'moved', exhibitorId: found.id, stand: stand?.label ?? null });
	});
}

/**
 * Takes an exhibitor off the list and tells it so, unless visitors came: their contacts would go with it. Its application counts as
 * declined. Errors: not_found, forbidden, invalid_input.
 */
export async function removeExhibitor(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'remove-exhibitor' }, async ({ tx, row, now, note }) => {
		const found = await exhibitorById(tx, row.id, idIn(form));
		if (!found) throw gone('exhibitor');
		const { organisationId } = found;
		await asActor(tx, operator('exhibition'), (tx) => takeOff(tx, found.id));
		const application = await applicationOf(tx, row.id, organisationId);
		if (application) await updateApplication(tx, application.id, { state: 'declined', decidedBy: personOf(actor), decidedAt: now });
		await tellExhibitor(context, tx, { row, organisationId }, { kind: 'removed' });
		note({ detail: { exhibitorId: found.id, organisationId } });
	});
}
