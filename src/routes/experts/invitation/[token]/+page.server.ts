import { fail, redirect } from '@sveltejs/kit';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { sessionFor } from '#lib/server/accounts/session-for.ts';
import { expertsContext } from '#lib/server/experts/context.ts';
import { acceptExpertInvitation, acceptWithNewAccount, declineExpertInvitation, viewExpertInvitation } from '#lib/server/experts/profiles/answer-invitation.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const tokenOf = (params: { token: string }) => params.token.slice(0, 200);

export const load: PageServerLoad = async ({ params, locals, setHeaders }) => {
	// The address is a secret: it goes to no other site.
	setHeaders({ 'referrer-policy': 'no-referrer' });
	const { mitra, actor } = locals;
	return { invitation: (await viewExpertInvitation(mitra, tokenOf(params))) ?? null, person: actor.kind === 'member' ? { email: actor.email } : null };
};

export const actions: Actions = {
	accept: (event) =>
		memberForm(event, async (member) => {
			await acceptExpertInvitation(expertsContext(event.locals.mitra), member, tokenOf(event.params));
			redirect(303, href('/desk/expert'));
		}),
	account: async (event) => {
		const { mitra, language } = event.locals;
		const form = await event.request.formData();
		const token = tokenOf(event.params);
		try {
			const invitation = await viewExpertInvitation(mitra, token);
			const made = await acceptWithNewAccount(expertsContext(mitra), mitra.accounts, token, { name: invitation?.name ?? '', password: String(form.get('password') ?? ''), language });
			if ('errors' in made) return fail(422, { problems: made.errors.map(({ code, limit }) => ({ field: 'password', code, ...(limit === undefined ? {} : { limit }) })) });
			if ('exists' in made) return fail(409, { exists: true });
			passCookies(event.cookies, await sessionFor(mitra.accounts, { ...askingOf(event), ...made }));
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			return fail(error.status, { failed: error.code });
		}
		redirect(303, href('/desk/expert'));
	},
	decline: async (event) => {
		try {
			await declineExpertInvitation(expertsContext(event.locals.mitra), tokenOf(event.params));
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			return fail(error.status, { failed: error.code });
		}
		return { declined: true };
	},
};
