import { createHmac } from 'node:crypto';

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
