import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { NO_ADDRESS } from '#lib/server/platform/mail.ts';
import type { Actor } from './actor.ts';
import { insertUnclaimedUser, userByEmail } from './joining/queries.ts';

/**
 * The account of somebody who stands at a desk: the one that the address has, else a new one that nobody can sign in to. Whoever
 * registers with that address claims it (`confirmRegistration`); without an address nobody does.
 */
export async function accountAtDesk(tx: Transaction, actor: Actor, person: { email: string; name: string; language: string }): Promise<string> {
	const there = person.email === '' ? undefined : await userByEmail(tx, person.email);
	if (there) return there.id;
	const id = await insertUnclaimedUser(tx, { ...person, email: person.email || crypto.randomUUID() + NO_ADDRESS });
	await recordAudit(tx, { actor, action: 'user.register', entity: 'user', entityId: id });
	return id;
}
