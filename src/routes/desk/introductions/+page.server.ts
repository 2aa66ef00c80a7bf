import { fail } from '@sveltejs/kit';
import { isOneOf, REPLIES, SIDES } from '#lib/brokering/vocabulary.ts';
import { actingMember, asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { memberIntroductions, memberQuestions } from '#lib/server/brokering/member-desk.ts';
import { replyToIntroduction } from '#lib/server/brokering/reply-to-introduction.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { introductions: [], questions: [] };
	const member = pageMember(event);
	const { db } = event.locals.mitra;
	return { introductions: await memberIntroductions(db, member), questions: await memberQuestions(db, member) };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const { mitra } = event.locals;
		const side = form.get('side');
		const reply = form.get('reply');
		if (!isOneOf(SIDES, side) || !isOneOf(REPLIES, reply)) return fail(422, { failed: 'invalid_input' as const });
		try {
			await replyToIntroduction({ ...mitra, baseUrl: mitra.configuration.baseUrl }, who.member, { decisionId: listingId(String(form.get('decisionId') ?? '')), side, reply });
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			return fail(error.status, { failed: error.code });
		}
		return { replied: reply };
	},
};
