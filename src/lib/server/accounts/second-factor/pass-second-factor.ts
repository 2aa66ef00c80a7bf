import { recordAudit } from '#lib/server/platform/audit.ts';
import type { AccountsContext, Asking } from '../accounts-context.ts';
import { placeOf, spend, startAnew } from '../attempts/budgets.ts';
import { deviceCookie, knownDevice } from '../attempts/known-device.ts';
import { tellOfNewDevice } from '../attempts/new-device.ts';
import { spendCode } from '../attempts/queries.ts';
import { headersFor } from '../auth.ts';
import { userById, type UserRow } from '../joining/queries.ts';
import { isSecure } from '../sign-in.ts';
import { hashOf } from '../tokens.ts';
import { isTimedCode, readCode } from './codes.ts';

export type SecondFactorResult =
	| { userId: string; cookies: string[] }
	/** `gone`: the first step was too long ago, or had too many wrong codes; it begins anew. */
	| { refused: 'wrong' | 'too_many' | 'gone' };

/** Longer than a code is valid: three steps of thirty seconds. */
const CODE_MS = 2 * 60_000;

/**
 * The second step of signing in: a code of the person's device, or one of the recovery codes. Whose step it is stands in
 * the cookie that the first one left. A code counts once.
 */
export async function passSecondFactor(context: AccountsContext, input: Asking & { code: string; remember: boolean }): Promise<SecondFactorResult> {
	const pending = await context.auth.api.pendingSecondFactor({ headers: headersFor(input) });
	const person = pending ? await userById(context.db, pending.userId) : undefined;
	if (!person) return { refused: 'gone' };
	const device = knownDevice(context.secret, input.headers, person.email);
	if (!(await mayTry(context, input, person, device))) return { refused: 'too_many' };
	const code = readCode(input.code);
	const response = await askLibrary(context, input, person, code);
	if (response === 'spent') return { refused: 'wrong' };
	if (response.status >= 500) throw new Error(`The second factor answered ${response.status}.`);
	if (!response.ok) return { refused: await refusalOf(response) };
	if (device) await startAnew(context.db, 'second-factor-device', [device, person.id]);
	else await startAnew(context.db, 'second-factor-place', [person.id, placeOf(input.place)]);
	if (!isTimedCode(code))
		await recordAudit(context.db, { actor: { kind: 'operator', name: 'sign-in' }, action: 'user.use-recovery-code', entity: 'user', entityId: person.id });
	await tellOfNewDevice(context, input, person);
	const cookies = [...response.headers.getSetCookie(), deviceCookie(context.secret, input.headers, person.email, isSecure(context))];
	return { userId: person.id, cookies };
}

async function askLibrary(context: AccountsContext, input: Asking & { remember: boolean }, person: UserRow, code: string): Promise<Response | 'spent'> {
	const { api } = context.auth;
	const call = { body: { code, trustDevice: input.remember }, headers: headersFor(input), asResponse: true } as const;
	if (!isTimedCode(code)) return api.verifyBackupCode(call);
	const expiresAt = new Date(input.now.getTime() + CODE_MS);
	if (!(await spendCode(context.db, { userId: person.id, codeHash: hashOf(code), expiresAt }))) return 'spent';
	return api.verifyTOTP(call);
}

async function refusalOf(response: Response): Promise<'wrong' | 'gone'> {
	const { code } = (await response.json()) as { code?: string };
	return code === 'INVALID_TWO_FACTOR_COOKIE' || code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE' ? 'gone' : 'wrong';
}

async function mayTry({ db }: AccountsContext, input: Asking, person: UserRow, device: string | undefined): Promise<boolean> {
	if (device) return spend(db, 'second-factor-device', [device, person.id], input.now);
	if (!(await spend(db, 'second-factor-place', [person.id, placeOf(input.place)], input.now))) return false;
	return spend(db, 'second-factor-everywhere', [person.id], input.now);
}
