import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * A token for an address in a letter: some fields, and a signature (HMAC-SHA256) that nobody makes without the installation's secret.
 * The secret signs other things too: the purpose keeps one signature from passing for another.
 */
export function signFields(secret: string, purpose: string, fields: readonly string[]): string {
	const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
	return `${payload}.${signature(secret, purpose, payload).toString('base64url')}`;
}

/** The fields of a token; undefined for one that is not ours, is for another purpose, or was changed by as much as a character. */
export function readSignedFields(secret: string, purpose: string, token: string): string[] | undefined {
	const match = /^([\w-]{1,400})\.([\w-]{43})$/.exec(token);
	if (!match) return undefined;
	const [, payload = '', given = ''] = match;
	const proof = signature(secret, purpose, payload);
	// The last character of 43 has two idle bits: the text is compared as well as the bytes.
	if (!timingSafeEqual(proof, Buffer.from(given, 'base64url')) || proof.toString('base64url') !== given) return undefined;
	return JSON.parse(Buffer.from(payload, 'base64url').toString()) as string[];
}

function signature(secret: string, purpose: string, payload: string): Buffer {
	return createHmac('sha256', secret).update(`${purpose}:${payload}`).digest();
}
