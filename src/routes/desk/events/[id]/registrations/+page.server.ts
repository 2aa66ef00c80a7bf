import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { isUuid, wordsOf } from '#lib/server/events/input.ts';
import { REGISTRATION_LIMITS } from '#lib/registration/vocabulary.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import { decide } from '#lib/server/registration/decide.ts';
import { viewNeeds } from '#lib/server/registration/desk/view-needs.ts';
import { viewFigures } from '#lib/server/registration/door/view-door.ts';
import { listFilters, viewList } from '#lib/server/registration/view-desk.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, figures: null, needs: null, search: '' };
	const { searchParams } = event.url;
	const page = Math.min(1000, Math.max(0, Math.trunc(Number(searchParams.get('page')) || 0)));
	const member = pageMember(event);
	return { figures: await viewFigures(event.locals.mitra, member, event.params.id), needs: await viewNeeds(event.locals.mitra, member, event.params.id), view: await viewList(event.locals.mitra, member, event.params.id, listFilters(searchParams), page), search: event.url.search };
};

export const actions: Actions = {
	decide: eventAction(async ({ context, member, form, eventId, event }) => {
		const decided = await decide({ ...registrationContext(event.locals.mitra), ...context }, member, {
			eventId,
			chosen: form.has('all') ? { filters: listFilters(event.url.searchParams), count: Number(form.get('all')) } : { ids: form.getAll('id').map(String).filter(isUuid) },
			approve: form.get('decide') === 'approve',
			reason: wordsOf(form, 'reason', REGISTRATION_LIMITS.reason, form.get('decide') !== 'approve'),
			beyond: form.get('beyond') === 'yes',
		});
		return { about: `${decided.approved} ${decided.waiting} ${decided.refused} ${decided.movedUp}` };
	}, 'decided'),
};
