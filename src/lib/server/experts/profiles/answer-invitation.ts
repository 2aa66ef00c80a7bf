import { makeInvitedAccount, prepareInvitedAccount } from '#lib/server/accounts/account-from-invitation.ts';
import type { AccountsContext } from '#lib/server/accounts/accounts-context.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { AccountError } from '#lib/server/accounts/input.ts';
import { hashOf } from '#lib/server/accounts/tokens.ts';
import { centreById } from '#lib/server/network/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { ExpertsContext } from '../context.ts';
import { invitationAnsweredLetter } from '../letters.ts';
import { answerInvitationRow, expertOfUser, insertExpert, invitationByHash, slugTaken, type InvitationRow } from '../queries.ts';

/** Holding the token is the right: it went to the person's own address. The invitation is read as the operator does. */
const BY_TOKEN = operator('expert-invitation');

export interface InvitationView {
	state: 'open' | 'accepted' | 'declined' | 'recalled' | 'expired';
	name: string;
	email: string;
	words: string;
	centre: { id: string; names: LocalText[] };
	inviter: string | null;
	expiresAt: Date;
}

/** An invitation as the person who holds its link sees it; undefined where there is none. */
export async function viewExpertInvitation(context: Pick<ExpertsContext, 'db' | 'clock'>, token: string): Promise<InvitationView | undefined> {
	return asActor(context.db, BY_TOKEN, async (tx) => {
		const found = await invitationByHash(tx, hashOf(token));
		if (!found) return undefined;
		const centre = await centreById(tx, found.centreId);
		return {
			state: found.state === 'open' && found.expiresAt <= context.clock() ? 'expired' : found.state,
			name: found.name,
			email: found.email,
			words: found.words,
			centre: { id: found.centreId, names: centre?.names ?? [] },
			inviter: found.inviter?.name ?? null,
			expiresAt: found.expiresAt,
		};
	});
}

async function open(tx: Transaction, token: string, now: Date) {
	const found = await invitationByHash(tx, hashOf(token), true);
	if (!found) throw new ExpectedError('not_found', 'No such invitation.');
	if (found.state === 'open' && found.expiresAt <= now) throw new ExpectedError('expired', 'The invitation has expired.');
	if (found.state !== 'open') throw new ExpectedError('conflict', 'The invitation was answered already.');
	return found;
}

/** Takes an invitation on: the person gets a profile that nobody else sees until the person consents. Errors: not_found, expired, conflict. */
export async function acceptExpertInvitation(context: ExpertsContext, member: Extract<Actor, { kind: 'member' }>, token: string): Promise<void> {
	await asActor(context.db, BY_TOKEN, (tx) => accept(context, tx, token, member.userId));
}

/** The same for a person without an account: its address is the invitation's. Errors as above. */
export async function acceptWithNewAccount(
	context: ExpertsContext,
	accounts: AccountsContext,
	token: string,
	person: { name: string; password: string; language: InvitationRow['language'] },
): Promise<{ userId: string; email: string } | { exists: true } | { errors: AccountError[] }> {
	const email = await asActor(context.db, BY_TOKEN, async (tx) => (await open(tx, token, context.clock())).email);
	const prepared = await prepareInvitedAccount(accounts, { ...person, email });
	if ('errors' in prepared) return prepared;
	return asActor(context.db, BY_TOKEN, async (tx) => {
		await open(tx, token, context.clock());
		const made = await makeInvitedAccount(tx, prepared, context.clock());
		if ('exists' in made) return made;
		await accept(context, tx, token, made.userId);
		return { userId: made.userId, email };
	});
}

async function accept(context: ExpertsContext, tx: Transaction, token: string, userId: string): Promise<void> {
	const now = context.clock();
	const invitation = await open(tx, token, now);
	const known = await expertOfUser(tx, userId);
	const centre = await centreById(tx, invitation.centreId);
	const id =
		known?.id ??
		(await insertExpert(tx, {
			slug: await freeSlug(tx, invitation.name),
			userId,
			centreId: invitation.centreId,
			state: 'draft',
			names: [{ language: invitation.language, text: invitation.name, provenance: 'original' }],
			languages: [invitation.language],
			country: centre?.country ?? 'CN',
			createdAt: now,
			updatedAt: now,
		}));
	await answerInvitationRow(tx, invitation.id, { state: 'accepted', answeredAt: now, expertId: id });
	await tellInviter(context, tx, invitation, true);
	await recordAudit(tx, { actor: BY_TOKEN, action: 'expert.accept-invitation', entity: 'expert', entityId: id, about: { centreId: invitation.centreId } });
}

/** Says no. Errors: not_found, expired, conflict. */
export async function declineExpertInvitation(context: ExpertsContext, token: string): Promise<void> {
	await asActor(context.db, BY_TOKEN, async (tx) => {
		const now = context.clock();
		const invitation = await open(tx, token, now);
		await answerInvitationRow(tx, invitation.id, { state: 'declined', answeredAt: now, expertId: null });
		await tellInviter(context, tx, invitation, false);
	});
}

async function tellInviter(context: ExpertsContext, tx: Transaction, invitation: NonNullable<Awaited<ReturnType<typeof invitationByHash>>>, accepted: boolean): Promise<void> {
	if (invitation.inviter) await sendMail(tx, context.jobs, invitationAnsweredLetter(invitation.inviter, { expert: invitation.name, accepted, baseUrl: context.baseUrl }));
}

/** An address from the name where it has Latin letters; else a plain one. */
async function freeSlug(tx: Transaction, name: string): Promise<string> {
	const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '') || 'expert';
	for (let number = 1; ; number++) {
		const slug = number === 1 ? plain : `${plain}-${number}`;
		if (!(await slugTaken(tx, slug))) return slug;
	}
}
