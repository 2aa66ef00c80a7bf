import { networkOf } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { mailNewDevice } from '../account-mails.ts';
import type { AccountsContext, Asking } from '../accounts-context.ts';
import { deviceName } from '../sessions/sessions.ts';
import { spend } from './budgets.ts';
import { knownDevice } from './known-device.ts';

/**
 * After a sign-in of an account that there was before: where this device is not known to its address, its owner gets a letter.
 * Somebody whose browser keeps no cookies would get one each time, so that the day has a bound.
 */
export async function tellOfNewDevice(context: AccountsContext, asking: Asking, person: { id: string; email: string; name: string; language: string }): Promise<void> {
	if (knownDevice(context.secret, asking.headers, person.email)) return;
	if (!(await spend(context.db, 'new-device-letter', [person.id], asking.now))) return;
	const facts = { device: deviceName(asking.headers.get('user-agent') ?? ''), place: networkOf(asking.place) ?? '?', at: asking.now, baseUrl: context.baseUrl };
	await inTransaction(context.db, (tx) => mailNewDevice(tx, context.jobs, person, facts));
}
