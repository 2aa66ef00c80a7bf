import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { mailSafetyNews, type SafetyNews } from '../account-mails.ts';
import type { AccountsContext, Asking } from '../accounts-context.ts';
import type { Member } from '../acting-person.ts';
import { spend } from '../attempts/budgets.ts';
import { spendCode } from '../attempts/queries.ts';
import { headersFor } from '../auth.ts';
import { userById } from '../joining/queries.ts';
import { confirmPerson, type Confirmed } from '../present-password.ts';
import { accountRules } from '../rules.ts';
import { hashOf } from '../tokens.ts';
import { isTimedCode, readCode } from './codes.ts';
import { qrCode } from './qr-code.ts';

export interface SecondFactorOffer {
	qr: { size: number; path: string };
	/** The secret in groups of four, for typing. */
	secret: string;
	recoveryCodes: string[];
}

type Refused = Exclude<Confirmed, { confirmed: true }>;
type Input = Asking & { password: string };

function demandOwn(member: Member): void {
	if (!accountRules.secure(member, member)) throw new ExpectedError('forbidden', 'The second factor is the person’s own affair.');
}

/** What the person's authenticator is to be given. It counts from the first code on (`turnOnSecondFactor`). */
export async function offerSecondFactor(context: AccountsContext, member: Member, input: Input): Promise<SecondFactorOffer | Refused> {
	demandOwn(member);
	const confirmed = await confirmPerson(context, member, input);
	if (!('confirmed' in confirmed)) return confirmed;
	const response = await context.auth.api.enableTwoFactor({ body: { password: input.password, method: 'totp' }, headers: headersFor(input), asResponse: true });
	if (!response.ok) throw new ExpectedError('conflict', 'The second factor is switched on already.');
	const { totpURI, backupCodes } = (await response.json()) as { totpURI: string; backupCodes: string[] };
	const secret = new URL(totpURI).searchParams.get('secret') ?? '';
	return { qr: qrCode(totpURI), secret: secret.replace(/(.{4})(?=.)/g, '$1 '), recoveryCodes: backupCodes };
}

/** Switches the second factor on with the first code of the authenticator; the cookies carry the session on. */
export async function turnOnSecondFactor(
	context: AccountsContext,
	member: Member,
	input: Asking & { code: string },
): Promise<{ cookies: string[] } | { refused: 'wrong' | 'too_many' }> {
	demandOwn(member);
	if (!(await spend(context.db, 'second-factor-device', [member.userId, 'on'], input.now))) return { refused: 'too_many' };
	const code = readCode(input.code);
	if (!isTimedCode(code)) return { refused: 'wrong' };
	const response = await context.auth.api.verifyTOTP({ body: { code }, headers: headersFor(input), asResponse: true });
	if (response.status >= 500) throw new Error(`The first code answered ${response.status}.`);
	if (!response.ok) return { refused: 'wrong' };
	await spendCode(context.db, { userId: member.userId, codeHash: hashOf(code), expiresAt: new Date(input.now.getTime() + 2 * 60_000) });
	await note(context, member, 'user.second-factor-on', 'second-factor-on');
	return { cookies: response.headers.getSetCookie() };
}

/** Switches it off; the cookies carry the session on. */
export async function turnOffSecondFactor(context: AccountsContext, member: Member, input: Input): Promise<{ cookies: string[] } | Refused> {
	demandOwn(member);
	const confirmed = await confirmPerson(context, member, input);
	if (!('confirmed' in confirmed)) return confirmed;
	const response = await context.auth.api.disableTwoFactor({ body: { password: input.password }, headers: headersFor(input), asResponse: true });
	if (!response.ok) throw new Error(`Switching off the second factor answered ${response.status}.`);
	await note(context, member, 'user.second-factor-off', 'second-factor-off');
	return { cookies: response.headers.getSetCookie() };
}

/** New recovery codes; the old ones count no more. */
export async function renewRecoveryCodes(context: AccountsContext, member: Member, input: Input): Promise<{ recoveryCodes: string[] } | Refused> {
	demandOwn(member);
	const confirmed = await confirmPerson(context, member, input);
	if (!('confirmed' in confirmed)) return confirmed;
	const response = await context.auth.api.generateBackupCodes({ body: { password: input.password }, headers: headersFor(input), asResponse: true });
	if (!response.ok) throw new ExpectedError('conflict', 'The second factor is not switched on.');
	await note(context, member, 'user.renew-recovery-codes');
	return { recoveryCodes: ((await response.json()) as { backupCodes: string[] }).backupCodes };
}

async function note(context: AccountsContext, member: Member, action: string, news?: SafetyNews): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const person = await userById(tx, member.userId);
		if (person && news) await mailSafetyNews(tx, context.jobs, person, news, context);
		await recordAudit(tx, { actor: member, action, entity: 'user', entityId: member.userId });
	});
}
