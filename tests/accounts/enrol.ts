import { createHmac } from 'node:crypto';
import { offerSecondFactor, turnOnSecondFactor, type SecondFactorOffer } from '#lib/server/accounts/second-factor/change-second-factor.ts';
import { signIn } from '#lib/server/accounts/sign-in.ts';
import { TEST_PASSWORD, type TestAccounts } from './test-accounts.ts';

export interface Enrolled {
	offer: SecondFactorOffer;
	/** As an authenticator keeps it, in plain letters. */
	secret: string;
	cookies: string[];
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 6238, as an authenticator reckons it; `steps` of thirty seconds away from now. */
export function codeAt(secret: string, steps = 0): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
	const mac = createHmac('sha1', Buffer.from(secret, 'latin1')).update(counter).digest();
	const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff;
	return String(number % 1_000_000).padStart(6, '0');
}

/** RFC 4648: what stands in the QR code, as the bytes that it is. */
export function fromBase32(text: string): string {
	let bits = '';
	for (const letter of text.replace(/[\s=]/g, '')) bits += LETTERS.indexOf(letter).toString(2).padStart(5, '0');
	return (bits.match(/.{8}/g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 2))).join('');
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
