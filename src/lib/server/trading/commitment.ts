import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

export const newNonce = (): Buffer => randomBytes(32);

/** Binds a hidden bid: bidder, amount and currency with a random number that keeps the amount from being guessed. */
export function bidCommitment(bid: { trade: number; bidder: number; amount: bigint; currency: string; nonce: Uint8Array }): Buffer {
	return sha256(`bid|${bid.trade}|${bid.bidder}|${bid.amount}|${bid.currency}|${Buffer.from(bid.nonce).toString('hex')}`);
}

/** Binds the reserve, which only the seller knows. */
export function reserveCommitment(reserve: { trade: number; amount: bigint; currency: string; nonce: Uint8Array }): Buffer {
	return sha256(`reserve|${reserve.trade}|${reserve.amount}|${reserve.currency}|${Buffer.from(reserve.nonce).toString('hex')}`);
}

/** The same key with the same amount is the same bid, sent again after a lost connection; with another amount another bid. */
export const keyDigest = (key: string, amount: bigint | null): Buffer => sha256(`${key}|${amount ?? 'back'}`);

export const isSameDigest = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && timingSafeEqual(one, other);
