import type { AccountsContext, Asking } from '../accounts-context.ts';
import { placeOf, spend } from './budgets.ts';
import { knownDevice } from './known-device.ts';

/**
 * Whether one more letter may be asked for. `too_many`: this place or device has asked often enough, and is told so.
 * `enough`: the address has had its letters of the day, from wherever; who asks is told nothing, since the letters are there.
 */
export async function mayAskForLetter({ db, secret }: AccountsContext, asking: Asking & { email: string }): Promise<'yes' | 'too_many' | 'enough'> {
	const { email, now } = asking;
	const device = knownDevice(secret, asking.headers, email);
	if (device) return (await spend(db, 'letter-device', [device, email], now)) ? 'yes' : 'too_many';
	const place = placeOf(asking.place);
	if (!(await spend(db, 'letter-place', [place], now))) return 'too_many';
	if (!(await spend(db, 'letter-address-place', [email, place], now))) return 'too_many';
	return (await spend(db, 'letter-everywhere', [email], now)) ? 'yes' : 'enough';
}
