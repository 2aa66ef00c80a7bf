import { asksToSignIn } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { noteOwnVisit } from '#lib/server/exhibition/visits/note-visit.ts';
import { viewStandVisit } from '#lib/server/exhibition/visits/own-visits.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where the code on a stand's sign leads. */
export const load: PageServerLoad = async (event) => {
	const { mitra, actor } = event.locals;
	return { view: await viewStandVisit(mitra, actor, { eventId: event.params.id, id: idOfAddress(event.params.exhibitor) }), signedIn: actor.kind === 'member', asksToSignIn: asksToSignIn(event) };
};

export const actions: Actions = {
	note: (event) =>
		memberForm(event, async (member, form) => {
			const { consent } = await noteOwnVisit(event.locals.mitra, member, { eventId: event.params.id, id: idOfAddress(event.params.exhibitor), send: form.get('send') === 'yes' });
			return { done: consent === 'given' ? 'sent' : 'noted' };
		}),
};
