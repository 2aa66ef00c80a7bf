import type { StandAnswer } from '#lib/exhibition/stand-scans.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { beContact, viewKeptStand, viewStand } from '#lib/server/exhibition/visits/contacts.ts';
import { scanBadge } from '#lib/server/exhibition/visits/note-visit.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const stand = { eventId: event.params.id, id: idOfAddress(event.params.exhibitor) };
	if (asksToSignIn(event)) return { view: null, isKept: false };
	// A phone asks for what it keeps of this page without cookies: it names nobody.
	if (event.locals.actor.kind === 'visitor' && event.url.searchParams.has('kept')) return { view: await viewKeptStand(event.locals.mitra, stand), isKept: true };
	return { view: await viewStand(event.locals.mitra, pageMember(event), stand), isKept: false };
};

export const actions: Actions = {
	/** A code that was typed without scripts. */
	scan: (event) =>
		memberForm(event, async (member, form): Promise<{ scanned: StandAnswer & { code: string } }> => {
			const code = String(form.get('code') ?? '');
			return { scanned: { ...(await scanBadge(registrationContext(event.locals.mitra), member, { eventId: event.params.id, id: idOfAddress(event.params.exhibitor), code, at: null })), code } };
		}),
	contact: (event) =>
		memberForm(event, async (member, form) => {
			await beContact(event.locals.mitra, member, { eventId: event.params.id, id: idOfAddress(event.params.exhibitor), yes: form.get('be') === 'yes' });
			return { done: 'saved' };
		}),
};
