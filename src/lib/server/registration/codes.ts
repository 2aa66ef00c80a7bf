import { createHmac, randomInt } from 'node:crypto';
import { readSigns } from '#lib/registration/check-in.ts';

/** Crockford's base 32: no I, L, O and U, which are mistaken for others when typed. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Signs drawn by lot, five bits each. */
export const drawSigns = (count: number): string => Array.from({ length: count }, () => SIGNS[randomInt(32)]!).join('');

function signature(secret: string, eventId: string, drawn: string): string {
	const bytes = createHmac('sha256', secret).update(`badge:${eventId}:${drawn}`).digest();
	return Array.from(bytes.subarray(0, 8), (byte) => SIGNS[byte % 32]!).join('');
}

/**
 * The code of a badge: eight signs drawn by lot and eight of a signature (HMAC-SHA256, 40 bits), which says nothing of whose it is
 * and which nobody makes without the installation's secret.
 */
export const badgeCode = (secret: string, eventId: string, drawn: string): string => drawn + signature(secret, eventId, drawn);

/** The part drawn by lot; undefined for a code that was not made here for this event. */
export function readBadgeCode(secret: string, eventId: string, typed: string): string | undefined {
	const code = readSigns(typed);
	const drawn = code.slice(0, 8);
	return code.length === 16 && code === badgeCode(secret, eventId, drawn) ? drawn : undefined;
}

/** In groups of four, for eyes and fingers. */
export const inGroups = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');
