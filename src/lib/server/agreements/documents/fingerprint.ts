import { createHash } from 'node:crypto';
import type { FrozenDocument } from '#lib/agreements/document.ts';

/** The fingerprint of a document: SHA-256 of its JSON with the keys in order. */
export function fingerprint(document: FrozenDocument): Uint8Array {
	return new Uint8Array(createHash('sha256').update(JSON.stringify(inOrder(document))).digest());
}

function inOrder(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(inOrder);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, inOrder(each)]));
}
