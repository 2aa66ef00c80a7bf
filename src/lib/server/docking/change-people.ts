import { PEOPLE_MOST } from '#lib/docking/vocabulary.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { DockingContext } from './context.ts';
import { stillIn } from './interests/queries.ts';
import { colleaguesOf, deletePerson, findDocking, insertPeople, type FoundDocking } from './queries.ts';
import { dockingRules, partySideOf } from './rules.ts';
import { tellDocking } from './tell-docking.ts';

/**
 * Adds somebody of the own organisation to the contact people of a docking. Who owns the organisation may do so without being
 * in the docking, and adds him- or herself so. Errors: not_found, forbidden, invalid_input (nobody of the organisation), conflict.
 */
export async function addPerson(context: DockingContext, actor: Actor, input: { reference: string; personId: string }): Promise<void> {
	await changePeople(context, actor, input.reference, async (tx, found, side) => {
		const party = found.parties[side];
		if (!party.organisationId || (await stillIn(tx, party.organisationId, [input.personId])).length === 0)
			throw new ExpectedError('invalid_input', 'The person does not belong to the organisation.', { field: 'person', detail: { code: 'not_allowed' } });
		if (found.people.filter((person) => person.side === side).length >= PEOPLE_MOST) throw new ExpectedError('conflict', 'This side has its most people.');
		await insertPeople(tx, [{ dockingId: found.row.id, personId: input.personId, side, addedBy: isSignedIn(actor) ? actor.userId : null, addedAt: context.clock(), touchedAt: found.row.touchedAt }]);
		await recordAudit(tx, { actor, action: 'docking.add-person', entity: 'docking', entityId: found.row.id, detail: { personId: input.personId, side } });
		await tellDocking(context, tx, found.row, 'person_added', { except: actor, only: [input.personId] });
	});
}

/** Takes somebody of the own side off. The last one stays, or nobody would be there to answer. Errors: not_found, forbidden, conflict. */
export async function removePerson(context: DockingContext, actor: Actor, input: { reference: string; personId: string }): Promise<void> {
	await changePeople(context, actor, input.reference, async (tx, found, side) => {
		const own = found.people.filter((person) => person.side === side);
		if (!own.some(({ personId }) => personId === input.personId)) throw new ExpectedError('not_found', 'No such person here.');
		if (own.length === 1) throw new ExpectedError('conflict', 'The last contact person of a side stays.');
		await deletePerson(tx, found.row.id, input.personId);
		await recordAudit(tx, { actor, action: 'docking.remove-person', entity: 'docking', entityId: found.row.id, detail: { personId: input.personId, side } });
	});
}

/** An owner is not in a docking before being added: the system looks, and the rule decides. */
async function changePeople(context: DockingContext, actor: Actor, reference: string, work: (tx: Transaction, found: FoundDocking, side: 'offering' | 'seeking') => Promise<void>): Promise<void> {
	await asActor(context.db, operator('people of a docking'), async (tx) => {
		const found = await findDocking(tx, { reference }, { lock: true });
		const side = found && (partySideOf(actor, found.access) ?? ownedSide(actor, found));
		if (!found || (!side && !dockingRules.view(actor, found.access))) throw new ExpectedError('not_found', 'No such docking.');
		if (!side || !dockingRules.invitePerson(actor, found.access)) throw new ExpectedError('forbidden', 'Who speaks for a side chooses its contact people.');
		await work(tx, found, side);
	});
}

function ownedSide(actor: Actor, { parties }: FoundDocking): 'offering' | 'seeking' | null {
	if (!isSignedIn(actor)) return null;
	return (['offering', 'seeking'] as const).find((side) => parties[side].organisationId && actor.organisations.get(parties[side].organisationId) === 'owner') ?? null;
}

/** The people of the reader's side who are not in a docking yet; empty for advisers. */
export async function peopleToAdd(db: Executor, actor: Actor, reference: string): Promise<{ id: string; name: string }[]> {
	return asActor(db, actor, async (tx) => {
		const found = await findDocking(tx, { reference });
		const side = found && partySideOf(actor, found.access);
		const organisationId = side && found.parties[side].organisationId;
		if (!found || !organisationId || !dockingRules.invitePerson(actor, found.access)) return [];
		return (await colleaguesOf(tx, organisationId)).filter(({ id }) => !found.access.people.has(id));
	});
}
