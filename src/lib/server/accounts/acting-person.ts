import { redirect, type RequestEvent } from '@sveltejs/kit';
import { href } from '#lib/ui/reader.ts';
import type { Actor } from './actor.ts';
import type { Asking } from './accounts-context.ts';
import { cleanEmail } from './input.ts';
import { passCookies } from './pass-cookies.ts';
import { actorOfUser } from './queries.ts';
import { passSecondFactor } from './second-factor/pass-second-factor.ts';
import { signIn } from './sign-in.ts';

export type Member = Extract<Actor, { kind: 'member' }>;

/** A form whose sender was no longer signed in: everything typed, to be sent again with a signing-in. */
export interface HeldForm {
	/** Where it is sent again: the action's part of the address. */
	action: string;
	fields: [name: string, value: string][];
	/** The names of the files that were chosen: they do not come back. */
	files: string[];
	/** `second`: the password is right, and the second factor is asked for. `gone`: that took too long. */
	refused: 'wrong' | 'too_many' | 'unverified' | 'second' | 'second_wrong' | 'gone' | 'other' | null;
}

/** The signed-in person who looks at a page; a visitor is sent to sign in, and comes back. */
export function pageMember(event: Pick<RequestEvent, 'locals' | 'url'>): Member {
	const { actor } = event.locals;
	if (actor.kind === 'member') return actor;
	redirect(303, href(`/sign-in?next=${encodeURIComponent(event.url.pathname + event.url.search)}`));
}

/** Whether a form was posted here by somebody who is no longer signed in: the page then asks only for that. */
export function asksToSignIn(event: Pick<RequestEvent, 'locals' | 'request'>): boolean {
	return event.request.method === 'POST' && event.locals.actor.kind !== 'member';
}

/** Where and when a request comes from, as the use cases of accounts ask for it. */
export function askingOf(event: Pick<RequestEvent, 'locals' | 'request' | 'getClientAddress'>): Asking {
	return { headers: event.request.headers, place: event.getClientAddress(), now: event.locals.mitra.clock() };
}

/**
 * The person who posted a form. Where the session has ended, the fields come back so that the page can carry them; sent
 * again with e-mail and password (`again_email`, `again_password`), and then the second factor where there is one
 * (`again_code`), they sign in first, and the action goes on.
 */
export async function actingMember(event: RequestEvent, form: FormData): Promise<{ member: Member } | { held: HeldForm }> {
	const { actor, mitra } = event.locals;
	if (actor.kind === 'member') return { member: actor };
	const result = await signInWithForm(event, form);
	if ('refused' in result) return { held: heldForm(event, form, result.refused) };
	passCookies(event.cookies, result.cookies);
	if ('second' in result) return { held: heldForm(event, form, 'second') };
	const again = await actorOfUser(mitra.db, result.userId);
	if (again.kind !== 'member') return { held: heldForm(event, form, 'wrong') };
	const member: Member = { ...again, ...(actor.kind === 'visitor' && actor.origin ? { origin: actor.origin } : {}) };
	event.locals.actor = member;
	return { member };
}

async function signInWithForm(
	event: RequestEvent,
	form: FormData,
): Promise<{ userId: string; cookies: string[] } | { second: true; cookies: string[] } | { refused: HeldForm['refused'] }> {
	const { accounts } = event.locals.mitra;
	const code = form.get('again_code');
	if (typeof code === 'string') {
		const passed = await passSecondFactor(accounts, { ...askingOf(event), code, remember: false });
		return 'refused' in passed && passed.refused === 'wrong' ? { refused: 'second_wrong' } : passed;
	}
	const email = form.get('again_email');
	if (email === null) return { refused: null };
	return signIn(accounts, { ...askingOf(event), email: cleanEmail(email), password: String(form.get('again_password') ?? '') });
}

/** The posted fields without passwords and files; who signed in as somebody else may do it once more. */
export function heldForm(event: Pick<RequestEvent, 'url'>, form: FormData, refused: HeldForm['refused']): HeldForm {
	const fields = [...form].filter(
		(entry): entry is [string, string] => typeof entry[1] === 'string' && !entry[0].startsWith('again_') && !/password/i.test(entry[0]),
	);
	const files = [...form.values()].flatMap((value) => (value instanceof File && value.name !== '' ? [value.name] : []));
	return { action: event.url.search, fields, files, refused };
}
