import { offerSecondFactor, turnOnSecondFactor, type SecondFactorOffer } from '#lib/server/accounts/second-factor/change-second-factor.ts';
import { signIn } from '#lib/server/accounts/sign-in.ts';
import { codeAt, fromBase32 } from './authenticator.ts';
import { TEST_PASSWORD, type TestAccounts } from './test-accounts.ts';

export interface Enrolled {
	offer: SecondFactorOffer;
	/** As an authenticator keeps it, in plain letters. */
	secret: string;
	cookies: string[];
}

/** Switches the second factor of a person on, who is signed in for it. */
export async function changeSecondFactorOf(accounts: TestAccounts, email: string): Promise<Enrolled> {
	const open = await signIn(accounts.context, { ...accounts.asking(), email, password: TEST_PASSWORD });
	if (!('userId' in open)) throw new Error(JSON.stringify(open));
	const member = await accounts.member(open.userId);
	const asking = accounts.asking('10.0.0.1', open.cookies);
	const offer = await offerSecondFactor(accounts.context, member, { ...asking, password: TEST_PASSWORD });
	if (!('qr' in offer)) throw new Error(JSON.stringify(offer));
	const secret = fromBase32(offer.secret);
	const on = await turnOnSecondFactor(accounts.context, member, { ...asking, code: codeAt(secret) });
	if (!('cookies' in on)) throw new Error(JSON.stringify(on));
	return { offer, secret, cookies: on.cookies };
}
