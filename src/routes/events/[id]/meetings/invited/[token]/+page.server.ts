import { meetingsContext } from '#lib/server/meetings/context.ts';
import { refuseInvitation, viewInvitation } from '#lib/server/meetings/invitations/answer-invitation.ts';
import { failedForm } from '#lib/server/membership/member-form.ts';
import { ensureSecret } from '#lib/server/platform/secret.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the link changes nothing: the forms of its page do. */
export const load: PageServerLoad = async ({ locals: { mitra }, params, setHeaders }) => {
	// The address is the right itself: it must not travel on, nor stay in a shared cache.
	setHeaders({ 'cache-control': 'no-store' });
	return { invitation: await viewInvitation(meetingsContext(mitra), await ensureSecret(mitra.configuration.dataFolder), { eventId: params.id, token: params.token }) };
};

export const actions: Actions = {
	default: async ({ locals: { mitra }, params, request }) => {
		const form = await request.formData();
		const never = form.get('never') === 'yes';
		try {
			await refuseInvitation(meetingsContext(mitra), await ensureSecret(mitra.configuration.dataFolder), { eventId: params.id, token: params.token, never });
		} catch (failure) {
			return failedForm(form, failure);
		}
		return { done: never ? 'never' : 'refused' };
	},
};
