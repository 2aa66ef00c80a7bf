import { fail } from '@sveltejs/kit';
import { actingMember, asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { endOtherSessions, endSession, viewSessions } from '#lib/server/accounts/sessions/sessions.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { sessions: null };
	const { db, clock } = event.locals.mitra;
	return { sessions: await viewSessions({ db }, pageMember(event), clock()) };
};

export const actions: Actions = {
	end: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		await endSession(event.locals.mitra, who.member, cleanLine(form.get('id')));
		return { ended: true as const };
	},
	others: async (event) => {
		const who = await actingMember(event, await event.request.formData());
		if ('held' in who) return fail(401, { held: who.held });
		await endOtherSessions(event.locals.mitra, who.member);
		return { ended: true as const };
	},
};
