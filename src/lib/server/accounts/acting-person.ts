import { redirect, type RequestEvent } from '@sveltejs/kit';
import { href } from '#lib/ui/reader.ts';
import type { Actor } from './actor.ts';
import { cleanEmail } from './input.ts';
import { passCookies } from './pass-cookies.ts';
import { actorOfUser } from './queries.ts';
import { signIn } from './sign-in.ts';

export type Member = Extract<Actor, { kind: 'member' }>;

/** A form whose sender was no longer signed in: everything typed, to be sent again with a signing-in. */
export interface HeldForm {
	/** Where it is sent again: the action's part of the address. */
	action: string;
	fields: [name: string, value: string][];
	refused: 'wrong' | 'too_many' | 'other' | null;
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

/**
 * The person who posted a form. Where the session has ended, the fields come back so that the page can carry them; sent
 * again with e-mail and password (`again_email`, `again_password`) they sign in first, and the action goes on.
 */
export async function actingMember(event: RequestEvent, form: FormData): Promise<{ member: Member } | { held: HeldForm }> {
	const { actor, mitra } = event.locals;
	if (actor.kind === 'member') return { member: actor };
	const email = form.get('again_email');
	if (email === null) return { held: heldForm(event, form, null) };
	const result = await signIn(mitra.auth, {
		email: cleanEmail(email),
		password: String(form.get('again_password') ?? ''),
		headers: event.request.headers,
		place: event.getClientAddress(),
		now: mitra.clock(),
	});
	if ('refused' in result) return { held: heldForm(event, form, result.refused) };
	const again = await actorOfUser(mitra.db, result.userId);
	if (again.kind !== 'member') return { held: heldForm(event, form, 'wrong') };
	passCookies(event.cookies, result.cookies);
	event.locals.actor = again;
	return { member: again };
}

/** The posted fields without passwords and files; who signed in as somebody else may do it once more. */
export function heldForm(event: Pick<RequestEvent, 'url'>, form: FormData, refused: HeldForm['refused']): HeldForm {
	const fields = [...form].filter(
		(entry): entry is [string, string] => typeof entry[1] === 'string' && !entry[0].startsWith('again_'),
	);
	return { action: event.url.search, fields, refused };
}
