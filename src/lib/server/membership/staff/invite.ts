import { createHash, randomBytes } from 'node:crypto';
import type { Language } from '#lib/engines/text/language.ts';
import { INVITATION_DAYS, type StaffRole } from '#lib/membership/vocabulary.ts';
import { makeInvitedAccount, prepareInvitedAccount } from '#lib/server/accounts/account-from-invitation.ts';
import type { AccountsContext, Asking } from '#lib/server/accounts/accounts-context.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { AccountError } from '#lib/server/accounts/input.ts';
import { sessionFor } from '#lib/server/accounts/session-for.ts';
import { operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, type Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { MembershipContext } from '../context.ts';
import { invitationLetter } from '../letters.ts';
import { lockOrganisation, organisationFor, personById, type FoundOrganisation } from '../queries.ts';
import { organisationRules } from '../rules.ts';
import { addStaff, countInvitationsSince, insertInvitation, invitationByHash, lockInvitation, roleOf, setRole, updateInvitation, userIdOfEmail, withdrawOpenInvitations, type InvitationRow } from './queries.ts';

const DAY = 86_400_000;
/** Invitations of one organisation in a day: more would be a mailing. */
const MOST_A_DAY = 50;
const RANK: Record<StaffRole, number> = { reader: 0, editor: 1, owner: 2 };

const tokenHashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Invites a mail address; an earlier invitation of it that is still open ends. By an owner or by the centre; the centre names
 * no owners where there is one. Errors: not_found, forbidden, conflict (is a member), rate_limited.
 */
export async function invite(
	context: Pick<MembershipContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>,
	actor: Actor,
	input: { organisationId: string; email: string; role: StaffRole; language: Language },
): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const found = await lockOrganisation(tx, input.organisationId);
		if (!found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such organisation.');
		const byOwner = organisationRules.managePeople(actor, found.forRules);
		if (!organisationRules.invite(actor, found.forRules) || (input.role === 'owner' && !byOwner && !organisationRules.nameOwner(actor, found.forRules)))
			throw new ExpectedError('forbidden', 'Owners, or the centre, invite people.', { field: 'role' });
		const invited = await userIdOfEmail(tx, input.email);
		if (invited && (await roleOf(tx, input.organisationId, invited))) throw new ExpectedError('conflict', 'This person belongs to the organisation already.', { field: 'email' });
		const now = context.clock();
		if ((await countInvitationsSince(tx, input.organisationId, new Date(now.getTime() - DAY))) >= MOST_A_DAY)
			throw new ExpectedError('rate_limited', 'The organisation has sent as many invitations as it can in a day.');
		await withdrawOpenInvitations(tx, input.organisationId, input.email, now);
		const token = randomBytes(24).toString('base64url');
		const expiresAt = new Date(now.getTime() + INVITATION_DAYS * DAY);
		const id = await insertInvitation(tx, {
			organisationId: input.organisationId,
			email: input.email,
			role: input.role,
			language: input.language,
			tokenHash: tokenHashOf(token),
			invitedBy: actor.kind === 'member' ? actor.userId : null,
			createdAt: now,
			expiresAt,
		});
		const inviter = actor.kind === 'member' ? actor.name : 'Mitra';
		await sendMail(tx, context.jobs, invitationLetter({ name: '', email: input.email, language: input.language }, { names: found.row.names, inviter, role: input.role, token, until: expiresAt, baseUrl: context.baseUrl }));
		await recordAudit(tx, { actor, action: 'organisation.invite', entity: 'organisation', entityId: input.organisationId, detail: { invitationId: id, role: input.role } });
	});
}

/** Takes back an invitation that nobody has used. Errors: not_found, forbidden, conflict (used already). */
export async function withdrawInvitation(context: Pick<MembershipContext, 'db' | 'clock'>, actor: Actor, input: { organisationId: string; invitationId: string }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const found = await organisationFor(tx, input.organisationId);
		const row = await lockInvitation(tx, input.invitationId);
		if (!found || !row || row.organisationId !== found.row.id || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such invitation.');
		if (!organisationRules.invite(actor, found.forRules)) throw new ExpectedError('forbidden', 'Owners, or the centre, take invitations back.');
		if (row.usedAt) throw new ExpectedError('conflict', 'The invitation has been used.');
		if (row.withdrawnAt) return;
		await updateInvitation(tx, row.id, { withdrawnAt: context.clock() });
		await recordAudit(tx, { actor, action: 'organisation.withdraw-invitation', entity: 'organisation', entityId: found.row.id, detail: { invitationId: row.id } });
	});
}

export type InvitationState = 'open' | 'used' | 'expired' | 'withdrawn';

export interface InvitationView {
	state: InvitationState;
	organisation: { id: string; slug: string; names: LocalText[] };
	role: StaffRole;
	email: string;
	inviter: string | null;
	expiresAt: Date;
	/** Whether the person who looks is the one that used it. */
	usedByReader: boolean;
}

/** What the link of an invitation shows; undefined where there is no such invitation. */
export async function viewInvitation(context: Pick<MembershipContext, 'db' | 'clock'>, actor: Actor, token: string): Promise<InvitationView | undefined> {
	const row = await invitationByHash(context.db, tokenHashOf(token));
	const found = row && (await organisationFor(context.db, row.organisationId));
	if (!row || !found) return undefined;
	const inviter = row.invitedBy ? await personById(context.db, row.invitedBy) : undefined;
	const { id, slug, names } = found.row;
	return {
		state: stateOf(row, context.clock()),
		organisation: { id, slug, names },
		role: row.role,
		email: row.email,
		inviter: inviter?.name ?? null,
		expiresAt: row.expiresAt,
		usedByReader: actor.kind === 'member' && row.usedBy === actor.userId,
	};
}

function stateOf(row: InvitationRow, now: Date): InvitationState {
	if (row.usedAt) return 'used';
	if (row.withdrawnAt) return 'withdrawn';
	return row.expiresAt <= now ? 'expired' : 'open';
}

/**
 * The signed-in person takes an invitation: once, and in time. Whoever holds the link takes it, so that a person may sign in
 * with another address than the one that was written to; that is on record. Who belongs there already gets the higher role.
 * Errors: unauthenticated, not_found, expired (also: used, withdrawn; `detail.state` says which).
 */
export async function acceptInvitation(context: Pick<MembershipContext, 'db' | 'clock'>, actor: Actor, token: string): Promise<{ slug: string }> {
	if (actor.kind !== 'member') throw new ExpectedError('unauthenticated', 'Who takes an invitation signs in first.');
	return inTransaction(context.db, async (tx) => {
		const { row, found } = await openInvitation(tx, context.clock(), token);
		await takeInvitation(tx, context.clock(), actor, actor.userId, { row, found });
		return { slug: found.row.slug };
	});
}

async function openInvitation(tx: Transaction, now: Date, token: string): Promise<{ row: InvitationRow; found: FoundOrganisation }> {
	const known = await invitationByHash(tx, tokenHashOf(token));
	const row = known && (await lockInvitation(tx, known.id));
	const found = row && (await lockOrganisation(tx, row.organisationId));
	if (!row || !found) throw new ExpectedError('not_found', 'No such invitation.');
	const state = stateOf(row, now);
	if (state !== 'open') throw new ExpectedError('expired', 'The invitation is used, withdrawn or too old.', { detail: { state } });
	return { row, found };
}

async function takeInvitation(tx: Transaction, now: Date, actor: Actor, userId: string, { row, found }: { row: InvitationRow; found: FoundOrganisation }): Promise<void> {
	const before = await roleOf(tx, found.row.id, userId);
	if (!before) await addStaff(tx, { organisationId: found.row.id, userId, role: row.role });
	else if (RANK[row.role] > RANK[before]) await setRole(tx, found.row.id, userId, row.role);
	await updateInvitation(tx, row.id, { usedAt: now, usedBy: userId });
	const sameAddress = actor.kind !== 'member' || actor.email.toLowerCase() === row.email;
	await recordAudit(tx, { actor, action: 'organisation.join', entity: 'organisation', entityId: found.row.id, detail: { by: 'invitation', invitationId: row.id, role: row.role, userId, sameAddress } });
}

/**
 * Who has no account makes one with the invitation: for the address that was written to, which the link proves. Answers the
 * cookies of the session, or that the address has an account and its owner signs in. Errors: not_found, expired.
 */
export async function joinWithNewAccount(
	context: Pick<MembershipContext, 'db' | 'clock'> & { accounts: AccountsContext },
	input: Asking & { token: string; name: string; password: string; language: Language },
): Promise<{ slug: string; cookies: string[] } | { errors: AccountError[] } | { exists: true }> {
	const known = await invitationByHash(context.db, tokenHashOf(input.token));
	if (!known) throw new ExpectedError('not_found', 'No such invitation.');
	const prepared = await prepareInvitedAccount(context.accounts, { email: known.email, name: input.name, password: input.password, language: input.language });
	if ('errors' in prepared) return prepared;
	const made = await inTransaction(context.db, async (tx) => {
		const invitation = await openInvitation(tx, context.clock(), input.token);
		const account = await makeInvitedAccount(tx, prepared, context.clock());
		if ('exists' in account) return account;
		await takeInvitation(tx, context.clock(), operator('invitation'), account.userId, invitation);
		return { ...account, slug: invitation.found.row.slug };
	});
	if ('exists' in made) return made;
	return { slug: made.slug, cookies: await sessionFor(context.accounts, { ...input, userId: made.userId, email: known.email }) };
}
