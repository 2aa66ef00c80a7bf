import type { StaffRole } from '#lib/membership/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, type Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MembershipContext } from '../context.ts';
import { noticeLetter } from '../letters.ts';
import { lockOrganisation, personById, type FoundOrganisation } from '../queries.ts';
import { organisationRules } from '../rules.ts';
import { addStaff, countOwners, removeStaff, roleOf, setRole } from './queries.ts';

type Context = Pick<MembershipContext, 'db' | 'jobs' | 'baseUrl'>;

/** The organisation, locked, so that two owners who leave at once do not both go. */
async function insideOf(tx: Transaction, actor: Actor, organisationId: string): Promise<FoundOrganisation> {
	const found = await lockOrganisation(tx, organisationId);
	if (!found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such organisation.');
	return found;
}

const lastOwner = () => new ExpectedError('conflict', 'The last owner hands over before leaving.', { field: 'owner' });

/** An owner gives a person another role. Errors: not_found, forbidden, conflict (nobody would own the organisation). */
export async function changeRole(context: Context, actor: Actor, input: { organisationId: string; userId: string; role: StaffRole }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const found = await insideOf(tx, actor, input.organisationId);
		if (!organisationRules.managePeople(actor, found.forRules)) throw new ExpectedError('forbidden', 'Owners change roles.');
		const before = await roleOf(tx, found.row.id, input.userId);
		if (!before) throw new ExpectedError('not_found', 'This person does not belong to the organisation.');
		if (before === input.role) return;
		if (before === 'owner' && (await countOwners(tx, found.row.id)) === 1) throw lastOwner();
		await setRole(tx, found.row.id, input.userId, input.role);
		await recordAudit(tx, { actor, action: 'organisation.change-role', entity: 'organisation', entityId: found.row.id, detail: { userId: input.userId }, before: { role: before }, after: { role: input.role } });
	});
}

/** An owner removes a person, or somebody leaves. Errors: not_found, forbidden, conflict (the last owner). */
export async function removePerson(context: Context, actor: Actor, input: { organisationId: string; userId: string }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const found = await insideOf(tx, actor, input.organisationId);
		const self = actor.kind === 'member' && actor.userId === input.userId;
		if (!self && !organisationRules.managePeople(actor, found.forRules)) throw new ExpectedError('forbidden', 'Owners remove people.');
		const role = await roleOf(tx, found.row.id, input.userId);
		if (!role) throw new ExpectedError('not_found', 'This person does not belong to the organisation.');
		if (role === 'owner' && (await countOwners(tx, found.row.id)) === 1) throw lastOwner();
		await removeStaff(tx, found.row.id, input.userId);
		await recordAudit(tx, { actor, action: self ? 'organisation.leave' : 'organisation.remove-person', entity: 'organisation', entityId: found.row.id, detail: { userId: input.userId, role } });
	});
}

/**
 * An owner hands the organisation over to another of its people and stays as editor, or leaves. Errors: not_found, forbidden,
 * conflict (to oneself).
 */
export async function handOver(context: Context, actor: Actor, input: { organisationId: string; toUserId: string; leave: boolean }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const found = await insideOf(tx, actor, input.organisationId);
		if (!organisationRules.managePeople(actor, found.forRules) || actor.kind !== 'member') throw new ExpectedError('forbidden', 'Owners hand over.');
		if (input.toUserId === actor.userId) throw new ExpectedError('conflict', 'One hands over to somebody else.');
		if (!(await roleOf(tx, found.row.id, input.toUserId))) throw new ExpectedError('not_found', 'This person does not belong to the organisation.');
		await setRole(tx, found.row.id, input.toUserId, 'owner');
		if (input.leave) await removeStaff(tx, found.row.id, actor.userId);
		else await setRole(tx, found.row.id, actor.userId, 'editor');
		await tellNewOwner(tx, context, found, input.toUserId);
		await recordAudit(tx, { actor, action: 'organisation.hand-over', entity: 'organisation', entityId: found.row.id, detail: { toUserId: input.toUserId, leaves: input.leave } });
	});
}

/** The centre names an owner where nobody is left who could hand over. Errors: not_found, forbidden (somebody owns it). */
export async function nameOwner(context: Context, actor: Actor, input: { organisationId: string; userId: string }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const found = await insideOf(tx, actor, input.organisationId);
		if (!organisationRules.nameOwner(actor, found.forRules)) throw new ExpectedError('forbidden', 'The centre names an owner only where there is none.');
		if (!(await roleOf(tx, found.row.id, input.userId))) await addStaff(tx, { organisationId: found.row.id, userId: input.userId, role: 'owner' });
		else await setRole(tx, found.row.id, input.userId, 'owner');
		await tellNewOwner(tx, context, found, input.userId);
		await recordAudit(tx, { actor, action: 'organisation.name-owner', entity: 'organisation', entityId: found.row.id, detail: { userId: input.userId } });
	});
}

async function tellNewOwner(tx: Transaction, context: Context, found: FoundOrganisation, userId: string): Promise<void> {
	const person = await personById(tx, userId);
	if (person) await sendMail(tx, context.jobs, noticeLetter(person, { names: found.row.names, kind: 'owner', path: `/desk/organisation/${found.row.slug}/people`, baseUrl: context.baseUrl }));
}
