import { fail, redirect } from '@sveltejs/kit';
import { addressOfProof, proveAddress } from '#lib/server/accounts/prove-address.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	const token = url.searchParams.get('token') ?? '';
	return { token, email: (await addressOfProof(locals.mitra.accounts, token, locals.mitra.clock())) ?? null };
};

export const actions: Actions = {
	default: async ({ request, locals }) => {
		const token = String((await request.formData()).get('token') ?? '');
		const { accounts, clock } = locals.mitra;
		if (!(await proveAddress(accounts, { token, now: clock() }))) return fail(410, { gone: true as const });
		redirect(303, href(locals.actor.kind === 'member' ? '/account?proven' : '/sign-in?proven'));
	},
};
