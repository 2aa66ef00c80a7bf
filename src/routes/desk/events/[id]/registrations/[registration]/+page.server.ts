import * as m from '#lib/paraglide/messages.js';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { renewBadge } from '#lib/server/registration/badges.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import { takeBackEntry } from '#lib/server/registration/door/take-back.ts';
import { letInAtDesk } from '#lib/server/registration/door/take-scans.ts';
import { reclassify } from '#lib/server/registration/reclassify.ts';
import { viewRegistration } from '#lib/server/registration/view-desk.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	return { view: await viewRegistration(event.locals.mitra, pageMember(event), event.params.id, idOfAddress(event.params.registration)) };
};

const registrationOf = (event: { params: object }) => idOfAddress((event.params as { registration?: string }).registration ?? '');

export const actions: Actions = {
	reclassify: eventAction(async ({ context, member, form, eventId, event }) => ({ about: String((await reclassify(context, member, { eventId, id: registrationOf(event), form })).movedUp) }), 'reclassified'),
	letIn: eventAction(async ({ member, eventId, event }) => ({ about: await letInAtDesk(registrationContext(event.locals.mitra), member, eventId, { id: registrationOf(event), door: m.registration_door_desk({}, { locale: event.locals.language }) }) }), 'let-in'),
	takeBack: eventAction(({ context, member, form, eventId }) => takeBackEntry(context, member, { eventId, form }), 'taken-back'),
	badge: eventAction(({ member, eventId, event }) => renewBadge(registrationContext(event.locals.mitra), member, { eventId, id: registrationOf(event) }), 'badge'),
};
