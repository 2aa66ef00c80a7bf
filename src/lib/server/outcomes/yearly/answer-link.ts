import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which question a link answers, and for whom it was made. */
export interface AnswerLink {
	outcomeId: string;
	userId: string;
}

/** A token for an address: the question, the person, and a signature (HMAC-SHA256) that nobody makes without the installation's secret. */
export function answerToken(secret: string, { outcomeId, userId }: AnswerLink): string {
	const payload = Buffer.from(JSON.stringify([outcomeId, userId])).toString('base64url');
	return `${payload}.${signature(secret, payload).toString('base64url')}`;
}

/** What a token answers; undefined for one that is not ours, or was changed by as much as a character. */
export function readAnswerToken(secret: string, token: string): AnswerLink | undefined {
	const match = /^([\w-]{1,400})\.([\w-]{43})$/.exec(token);
	if (!match) return undefined;
	const [, payload = '', given = ''] = match;
	const proof = signature(secret, payload);
	// The last character of 43 has two idle bits: the text is compared as well as the bytes.
	if (!timingSafeEqual(proof, Buffer.from(given, 'base64url')) || proof.toString('base64url') !== given) return undefined;
	const fields: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
	if (!Array.isArray(fields)) return undefined;
	const [outcomeId, userId] = fields as unknown[];
	return typeof outcomeId === 'string' && typeof userId === 'string' ? { outcomeId, userId } : undefined;
}

function signature(secret: string, payload: string): Buffer {
	// The secret signs other things too; the prefix keeps one signature from passing for another.
	return createHmac('sha256', secret).update(`mitra-outcome:${payload}`).digest();
}
