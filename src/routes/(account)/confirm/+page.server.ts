import { fail, redirect } from '@sveltejs/kit';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { confirmRegistration, registrationOf } from '#lib/server/accounts/confirm-registration.ts';
import { homeOf } from '#lib/server/accounts/home.ts';
import { localPath } from '#lib/server/accounts/input.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals, setHeaders }) => {
	// The address holds the token: it goes to no other site, and into no cache.
	setHeaders({ 'cache-control': 'no-store' });
	const token = url.searchParams.get('token') ?? '';
	return { token, next: localPath(url.searchParams.get('next'), ''), registration: (await registrationOf(locals.mitra.accounts, token, locals.mitra.clock())) ?? null };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const result = await confirmRegistration(event.locals.mitra.accounts, {
			...askingOf(event),
			token: String(form.get('token') ?? ''),
			password: String(form.get('password') ?? ''),
		});
		if ('gone' in result) return fail(410, { gone: true as const });
		if ('refused' in result) return fail(result.refused === 'too_many' ? 429 : 400, { refused: result.refused });
		passCookies(event.cookies, result.cookies);
		const actor = await actorOfUser(event.locals.mitra.db, result.userId);
		// Who wanted to go nowhere in particular and has no organisation yet looks for it next.
		const joins = actor.kind === 'member' && actor.organisations.size + actor.centres.size === 0;
		redirect(303, localPath(String(form.get('next') ?? ''), href(joins ? '/organisations/join' : homeOf(actor))));
	},
};
