import { createHmac, timingSafeEqual } from 'node:crypto';
import { LETTER_RHYTHMS, type LetterRhythm } from '#lib/alerts/vocabulary.ts';

/** Which letters a link ends: those of one search, those of one rhythm, or the weekly counterparts. */
export type Unsubscription =
	| { kind: 'search'; searchId: string }
	| { kind: 'rhythm'; userId: string; rhythm: LetterRhythm }
	| { kind: 'matches'; userId: string };

/** A token for an address: what it ends, and a signature (HMAC-SHA256) that nobody makes without the installation's secret. */
export function unsubscribeToken(secret: string, what: Unsubscription): string {
	const payload = Buffer.from(JSON.stringify(fieldsOf(what))).toString('base64url');
	return `${payload}.${signature(secret, payload).toString('base64url')}`;
}

/** What a token ends; undefined for one that is not ours, or was changed by as much as a character. */
export function readUnsubscribeToken(secret: string, token: string): Unsubscription | undefined {
	const match = /^([\w-]{1,400})\.([\w-]{43})$/.exec(token);
	if (!match) return undefined;
	const [, payload = '', given = ''] = match;
	const proof = signature(secret, payload);
	// The last character of 43 has two idle bits: the text is compared as well as the bytes.
	if (!timingSafeEqual(proof, Buffer.from(given, 'base64url')) || proof.toString('base64url') !== given) return undefined;
	return unsubscriptionOf(JSON.parse(Buffer.from(payload, 'base64url').toString()));
}

function signature(secret: string, payload: string): Buffer {
	// The secret signs cookies too; the prefix keeps either signature from passing for the other.
	return createHmac('sha256', secret).update(`mitra-unsubscribe:${payload}`).digest();
}

function fieldsOf(what: Unsubscription): string[] {
	switch (what.kind) {
		case 'search':
			return ['s', what.searchId];
		case 'rhythm':
			return ['r', what.userId, what.rhythm];
		case 'matches':
			return ['m', what.userId];
	}
}

function unsubscriptionOf(fields: unknown): Unsubscription | undefined {
	if (!Array.isArray(fields)) return undefined;
	const [kind, id, rhythm] = fields as unknown[];
	if (typeof id !== 'string') return undefined;
	if (kind === 's') return { kind: 'search', searchId: id };
	if (kind === 'm') return { kind: 'matches', userId: id };
	const known = LETTER_RHYTHMS.find((each) => each === rhythm);
	return kind === 'r' && known ? { kind: 'rhythm', userId: id, rhythm: known } : undefined;
}
