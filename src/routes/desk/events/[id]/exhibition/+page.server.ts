import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { removeHall, saveHall } from '#lib/server/exhibition/arrange-halls.ts';
import { addStands, removeStand, saveStand } from '#lib/server/exhibition/arrange-stands.ts';
import { addExhibitor } from '#lib/server/exhibition/place-exhibitors.ts';
import { placeSeveral, withRows } from '#lib/server/exhibition/place-several.ts';
import { viewArrangement } from '#lib/server/exhibition/view-exhibition.ts';
import { countVisits } from '#lib/server/exhibition/visits/count-visits.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { stands, halls, exhibitors, ...view } = await viewArrangement(event.locals.mitra, pageMember(event), event.params.id);
	// One hall at a time: each of its stands has a form.
	const hall = halls.find(({ roomId }) => roomId === event.url.searchParams.get('hall')) ?? halls[0] ?? null;
	return {
		view: {
			...view,
			halls: halls.map(({ roomId, names }) => ({ roomId, names, stands: stands.filter((stand) => stand.roomId === roomId).length })),
			hall,
			stands: stands.filter(({ roomId }) => roomId === hall?.roomId),
			labels: stands.map(({ id, label }) => ({ id, label })),
			exhibitors,
			counted: await countVisits(event.locals.mitra, pageMember(event), event.params.id),
		},
	};
};

export const actions: Actions = {
	hall: eventAction(({ context, member, form, eventId }) => (form.get('remove') ? removeHall : saveHall)(context, member, { eventId, form })),
	stand: eventAction(async ({ context, member, form, eventId }) => void (await (form.get('remove') ? removeStand : saveStand)(context, member, { eventId, form }))),
	stands: eventAction(async ({ context, member, form, eventId }) => ({ about: String((await addStands(context, member, { eventId, form })).added) }), 'stands'),
	several: eventAction(async ({ context, member, form, eventId }) => ({ about: String(await placeSeveral(context, member, { eventId, form: await withRows(form) })) }), 'several'),
	exhibitor: eventAction(async ({ context, member, form, eventId }) => void (await addExhibitor(context, member, { eventId, form }))),
};
