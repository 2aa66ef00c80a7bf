import { fail, redirect } from '@sveltejs/kit';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { cleanEmail, localPath } from '#lib/server/accounts/input.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { signIn } from '#lib/server/accounts/sign-in.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, locals }) => ({
	next: localPath(url.searchParams.get('next'), ''),
	signedOut: url.searchParams.has('out'),
	newPassword: url.searchParams.has('reset'),
	signedInAs: locals.actor.kind === 'member' ? { name: locals.actor.name, path: homeOf(locals.actor) } : null,
});

export const actions: Actions = {
	default: async ({ request, locals, cookies, getClientAddress }) => {
		const form = await request.formData();
		const email = cleanEmail(form.get('email'));
		const next = String(form.get('next') ?? '');
		const { auth, db, clock } = locals.mitra;
		const result = await signIn(auth, {
			email,
			password: String(form.get('password') ?? ''),
			headers: request.headers,
			place: getClientAddress(),
			now: clock(),
		});
		if ('refused' in result) return fail(result.refused === 'too_many' ? 429 : 400, { email, refused: result.refused });
		passCookies(cookies, result.cookies);
		redirect(303, localPath(next, href(homeOf(await actorOfUser(db, result.userId)))));
	},
};

/** Where a person's work is. */
function homeOf(actor: Actor): string {
	if (actor.kind !== 'member') return '/';
	if (actor.centres.size > 0) return '/review';
	return actor.organisations.size > 0 ? '/desk' : '/account';
}
