import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { eventsContext } from '#lib/server/events/context.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { placeExhibitor, removeExhibitor } from '#lib/server/exhibition/place-exhibitors.ts';
import { saveExhibitor } from '#lib/server/exhibition/save-exhibitor.ts';
import { viewArrangement, viewExhibitorDesk } from '#lib/server/exhibition/view-exhibition.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { mitra } = event.locals;
	const member = pageMember(event);
	const { choices, ...view } = await viewExhibitorDesk(mitra, member, { eventId: event.params.id, id: idOfAddress(event.params.exhibitor) }, (id) => mitra.search.card(id));
	const stands = view.may.place ? (await viewArrangement(mitra, member, event.params.id)).stands.map(({ id, label }) => ({ id, label })) : [];
	return { view: { ...view, listings: [], choices: choices.map(({ id, reference, title, language, kind }) => ({ id, reference, title, language, kind })), stands } };
};

/** The id stands in the address; forms of the organisers name it as well. */
async function withExhibitor(event: RequestEvent<{ id: string; exhibitor: string }>, work: typeof placeExhibitor) {
	return memberForm(event, async (member, form) => {
		form.set('id', event.params.exhibitor);
		await work(eventsContext(event.locals.mitra), member, { eventId: event.params.id, form });
		return { done: 'saved' };
	});
}

export const actions: Actions = {
	save: (event) =>
		memberForm(event, async (member, form) => {
			await saveExhibitor(eventsContext(event.locals.mitra), member, { eventId: event.params.id, id: idOfAddress(event.params.exhibitor), form });
			return { done: 'saved' };
		}),
	place: (event) => withExhibitor(event, placeExhibitor),
	remove: async (event) => {
		const answer = await withExhibitor(event, removeExhibitor);
		if ('done' in answer) redirect(303, href(`/desk/events/${event.params.id}/exhibition`));
		return answer;
	},
};
