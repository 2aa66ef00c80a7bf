import { redirect } from '@sveltejs/kit';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { acceptInvitation, viewInvitation } from '#lib/server/membership/staff/invite.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, setHeaders }) => {
	// The address is a secret: it goes to no other site.
	setHeaders({ 'referrer-policy': 'no-referrer' });
	const view = await viewInvitation(locals.mitra, locals.actor, params.token.slice(0, 200));
	return { invitation: view ?? null, person: locals.actor.kind === 'member' ? { email: locals.actor.email } : null };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member) => {
			const { slug } = await acceptInvitation(event.locals.mitra, member, event.params.token.slice(0, 200));
			redirect(303, href(`/desk/organisation/${slug}`));
		}),
};
