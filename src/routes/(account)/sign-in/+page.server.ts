import { fail, redirect } from '@sveltejs/kit';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { homeOf } from '#lib/server/accounts/home.ts';
import { cleanEmail, localPath } from '#lib/server/accounts/input.ts';
import { signInChoices } from '#lib/server/accounts/institutions/providers.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { signIn } from '#lib/server/accounts/sign-in.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

/** What an institution's answer, or an ended second step, may say of itself here. */
const NOTICES = ['gone', 'institution', 'unknown', 'connect'] as const;

export const load: PageServerLoad = async ({ url, locals }) => ({
	next: localPath(url.searchParams.get('next'), ''),
	/** Whoever makes an account instead needs no organisation for what comes next. */
	alone: url.searchParams.has('alone'),
	signedOut: url.searchParams.has('out'),
	newPassword: url.searchParams.has('reset'),
	proven: url.searchParams.has('proven'),
	notice: NOTICES.find((each) => each === url.searchParams.get('notice')) ?? null,
	institutions: await signInChoices(locals.mitra.accounts),
	signedInAs: locals.actor.kind === 'member' ? { name: locals.actor.name, path: homeOf(locals.actor) } : null,
});

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const email = cleanEmail(form.get('email'));
		const next = String(form.get('next') ?? '');
		const { accounts, db } = event.locals.mitra;
		const result = await signIn(accounts, { ...askingOf(event), email, password: String(form.get('password') ?? '') });
		if ('refused' in result) return fail(result.refused === 'too_many' ? 429 : 400, { email, refused: result.refused });
		passCookies(event.cookies, result.cookies);
		if ('second' in result) {
			const wanted = localPath(next, '');
			redirect(303, href(`/sign-in/second${wanted ? `?next=${encodeURIComponent(wanted)}` : ''}`));
		}
		redirect(303, localPath(next, href(homeOf(await actorOfUser(db, result.userId)))));
	},
};
