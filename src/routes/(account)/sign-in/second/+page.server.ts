import { fail, redirect } from '@sveltejs/kit';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { homeOf } from '#lib/server/accounts/home.ts';
import { localPath } from '#lib/server/accounts/input.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { passSecondFactor } from '#lib/server/accounts/second-factor/pass-second-factor.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ next: localPath(url.searchParams.get('next'), '') });

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { accounts, db } = event.locals.mitra;
		const next = localPath(String(form.get('next') ?? ''), '');
		const code = String(form.get('code') ?? '');
		const result = await passSecondFactor(accounts, { ...askingOf(event), code, remember: form.has('remember') });
		if (!('refused' in result)) {
			passCookies(event.cookies, result.cookies);
			redirect(303, next || href(homeOf(await actorOfUser(db, result.userId))));
		}
		if (result.refused === 'gone') redirect(303, href(`/sign-in?notice=gone${next ? `&next=${encodeURIComponent(next)}` : ''}`));
		return fail(result.refused === 'too_many' ? 429 : 400, { refused: result.refused });
	},
};
