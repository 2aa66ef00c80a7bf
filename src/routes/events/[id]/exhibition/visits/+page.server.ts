import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { answerVisit, chooseStandContact, viewOwnVisits } from '#lib/server/exhibition/visits/own-visits.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { mitra } = event.locals;
	return { view: await viewOwnVisits(mitra, pageMember(event), event.params.id, (id) => mitra.search.card(id)) };
};

export const actions: Actions = {
	choose: (event) =>
		memberForm(event, async (member, form) => {
			await chooseStandContact(event.locals.mitra, member, { eventId: event.params.id, form });
			return { done: 'chosen' };
		}),
	answer: (event) =>
		memberForm(event, async (member, form) => {
			const { consent } = await answerVisit(event.locals.mitra, member, { eventId: event.params.id, form });
			return { done: consent === 'given' ? 'given' : 'hidden', about: String(form.get('visit')) };
		}),
};
