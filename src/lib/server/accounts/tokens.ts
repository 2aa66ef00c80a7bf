import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits by chance, in letters that survive every mail program. */
export function newToken(): string {
	return randomBytes(32).toString('base64url');
}

/** What is kept of a token: enough to know it again, not enough to use it. */
export function hashOf(token: string): Uint8Array {
	return createHash('sha256').update(token).digest();
}

/** A mark of this installation on a text, in `length` characters. */
export function markOf(secret: string, text: string, length = 43): string {
	return createHmac('sha256', secret).update(text).digest('base64url').slice(0, length);
}

/** Whether two marks are the same, in a time that does not tell where they differ. */
export function sameMark(a: string, b: string): boolean {
	const [left, right] = [Buffer.from(a), Buffer.from(b)];
	return left.length === right.length && timingSafeEqual(left, right);
}

const keyOf = (secret: string) => Buffer.from(hkdfSync('sha256', secret, 'mitra', 'sealed text', 32));

/** A text that only this installation reads (AES-256-GCM); altered, it is refused. */
export function seal(secret: string, text: string): string {
	const nonce = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce);
	const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
	return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Throws where the text was sealed with another secret or altered. */
export function unseal(secret: string, sealed: string): string {
	const bytes = Buffer.from(sealed, 'base64url');
	const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, 12));
	decipher.setAuthTag(bytes.subarray(12, 28));
	return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}
