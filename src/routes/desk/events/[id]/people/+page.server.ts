import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { moveInList } from '#lib/server/events/change-order.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { idIn } from '#lib/server/events/input.ts';
import { addSpeaker, removeSpeaker, saveSpeaker } from '#lib/server/events/speakers.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { event: row, phase, may, speakers, speaking } = await viewOrganised(event.locals.mitra, pageMember(event), event.params.id);
	return {
		view: {
			event: { id: row.id, names: row.names, languages: row.languages },
			phase,
			may,
			speakers: speakers.map(({ id, names, headline, about, country, consent, isSample, contact }) => ({ id, names, headline, about, country, consent, isSample, contact: contact && { email: contact.email, consentHow: contact.consentHow }, sessions: speaking.filter(({ speakerId }) => speakerId === id).length })),
		},
	};
};

export const actions: Actions = {
	add: eventAction(async ({ context, member, form, eventId }) => {
		const { asked } = await addSpeaker(context, member, { eventId, form });
		return { about: asked ? 'asked' : '' };
	}, 'added'),
	save: eventAction(({ context, member, form, eventId }) => saveSpeaker(context, member, { eventId, form })),
	move: eventAction(({ context, member, form, eventId }) => moveInList(context, member, { eventId, of: 'speaker', form })),
	remove: eventAction(({ context, member, form, eventId }) => removeSpeaker(context, member, { eventId, id: idIn(form) }), 'removed'),
};
