import { redirect } from '@sveltejs/kit';
import { endVisit } from '#lib/server/accounts/support/support-visit.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => redirect(303, href('/account/support'));

export const actions: Actions = {
	/** Ends the visit of this session, and leads back to what the helper had open. */
	default: async ({ locals }) => {
		await endVisit(locals.mitra, locals.actor, locals.mitra.clock());
		redirect(303, href('/account/support'));
	},
};
