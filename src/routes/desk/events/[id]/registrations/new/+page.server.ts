import { redirect } from '@sveltejs/kit';
import * as m from '#lib/paraglide/messages.js';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { registerAtDesk } from '#lib/server/registration/register-at-desk.ts';
import { viewDeskForm } from '#lib/server/registration/view-desk.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, draw: '' };
	return { view: await viewDeskForm(event.locals.mitra, pageMember(event), event.params.id), draw: crypto.randomUUID() };
};

export const actions: Actions = {
	default: eventAction(async ({ context, member, form, eventId, event }) => {
		const { language } = event.locals;
		const id = await registerAtDesk(context, member, { eventId, form, language, door: m.registration_door_desk({}, { locale: language }) });
		redirect(303, href(`/desk/events/${eventId}/badges?registration=${id}`));
	}),
};
