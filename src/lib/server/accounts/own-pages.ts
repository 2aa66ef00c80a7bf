import { createHash } from 'node:crypto';
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { isSignedIn, type Actor } from './actor.ts';

/** Read by static/page-keeper.js: whose own pages this device may show without a network. It opens nothing, and goes with the session. */
const COOKIE = 'mitra-own-pages';
const PLACE = { path: '/', httpOnly: false, sameSite: 'lax' } as const;
const KEPT_SECONDS = 14 * 86_400;

/** A person's sign, which names nobody; null for a visitor, and for who looks through another's eyes. */
const signOf = (actor: Actor): string | null => (isSignedIn(actor) && !actor.support ? createHash('sha256').update(`own pages of ${actor.userId}`).digest('hex').slice(0, 16) : null);

/** Lets this device keep the page that is asked for, which is the person's own; null where it may not. */
export function letKeep({ locals, cookies, url }: Pick<RequestEvent, 'locals' | 'cookies' | 'url'>): { person: string; readAt: Date } | null {
	const person = signOf(locals.actor);
	if (person === null) return null;
	cookies.set(COOKIE, person, { ...PLACE, secure: url.protocol === 'https:', maxAge: KEPT_SECONDS });
	return { person, readAt: locals.mitra.clock() };
}

/** The pages that this device keeps of somebody else than who asks now are shown no more. */
export function forgetOthersPages({ locals, cookies }: Pick<RequestEvent, 'locals' | 'cookies'>): void {
	if (cookies.get(COOKIE) !== signOf(locals.actor)) forgetOwnPages(cookies);
}

/** Nor are anybody's, once somebody signs in or out. */
export function forgetOwnPages(cookies: Cookies): void {
	if (cookies.get(COOKIE) !== undefined) cookies.delete(COOKIE, PLACE);
}
