import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { AccountsContext } from '../accounts-context.ts';
import type { Member } from '../acting-person.ts';
import { lockUser } from '../queries.ts';
import { insertConsent, withdrawConsents } from './queries.ts';
import { supportRules } from './rules.ts';

/** How long a person may let the secretariat help, in hours. */
export const CONSENT_HOURS = [1, 24, 168] as const;
const HOUR = 60 * 60_000;

/** Lets the secretariat look at the site as the person sees it, for a while. A new consent takes the place of an old one. */
export async function giveConsent({ db }: Pick<AccountsContext, 'db'>, member: Member, input: { hours: number; now: Date }): Promise<Date> {
	if (!supportRules.consent(member, member)) throw new ExpectedError('forbidden', 'Only the person herself may agree to support.');
	if (!(CONSENT_HOURS as readonly number[]).includes(input.hours)) throw new ExpectedError('invalid_input', 'This is no time to choose.', { field: 'hours' });
	const until = new Date(input.now.getTime() + input.hours * HOUR);
	await inTransaction(db, async (tx) => {
		await lockUser(tx, member.userId);
		await withdrawConsents(tx, member.userId, input.now);
		const id = await insertConsent(tx, { userId: member.userId, givenAt: input.now, until });
		await recordAudit(tx, { actor: member, action: 'support.consent', entity: 'support_consent', entityId: id, detail: { hours: input.hours } });
	});
	return until;
}

/** Takes the consent back; a visit that is going on ends with it. */
export async function withdrawConsent({ db }: Pick<AccountsContext, 'db'>, member: Member, now: Date): Promise<void> {
	if (!supportRules.consent(member, member)) throw new ExpectedError('forbidden', 'Only the person herself may take this back.');
	await inTransaction(db, async (tx) => {
		await lockUser(tx, member.userId);
		if ((await withdrawConsents(tx, member.userId, now)) === 0) return;
		await recordAudit(tx, { actor: member, action: 'support.withdraw', entity: 'user', entityId: member.userId });
	});
}
