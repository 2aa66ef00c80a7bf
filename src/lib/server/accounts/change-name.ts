import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Member } from './acting-person.ts';
import type { AccountError } from './input.ts';
import { updateName } from './joining/queries.ts';
import { accountRules } from './rules.ts';

const MOST_NAME = 200;

/** Changes how a person is called. Errors: forbidden. */
export async function changeName({ db }: { db: Database }, member: Member, input: { name: string; now: Date }): Promise<{ saved: true } | { errors: AccountError[] }> {
	if (!accountRules.secure(member, member)) throw new ExpectedError('forbidden', 'A name is the person’s own affair.');
	if (input.name === '') return { errors: [{ field: 'name', code: 'required' }] };
	if ([...input.name].length > MOST_NAME) return { errors: [{ field: 'name', code: 'too_long', limit: MOST_NAME }] };
	await inTransaction(db, async (tx) => {
		await updateName(tx, member.userId, input.name, input.now);
		await recordAudit(tx, { actor: member, action: 'user.rename', entity: 'user', entityId: member.userId, before: { name: member.name }, after: { name: input.name } });
	});
	return { saved: true };
}
