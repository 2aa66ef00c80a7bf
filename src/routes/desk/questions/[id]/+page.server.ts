import { fail, redirect } from '@sveltejs/kit';
import { detectLanguage } from '#lib/engines/text/detect-language.ts';
import { actingMember, asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { answerQuestion } from '#lib/server/brokering/answer-question.ts';
import { viewQuestion } from '#lib/server/brokering/member-desk.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

/** How sure the language of an answer must be to be marked as it; else it is taken to be the interface's. */
const SURE = 0.7;

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { question: null, done: false };
	const member = pageMember(event);
	return { question: await viewQuestion(event.locals.mitra.db, member, listingId(event.params.id)), done: event.url.searchParams.has('done') };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const { mitra, language } = event.locals;
		const answer = String(form.get('answer') ?? '');
		const read = detectLanguage(answer);
		try {
			await answerQuestion({ ...mitra, baseUrl: mitra.configuration.baseUrl }, who.member, {
				questionId: listingId(event.params.id),
				answer,
				language: read.confidence >= SURE ? read.language : language,
			});
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			const problem = error.field ? { field: 'answer', code: String(error.detail?.code ?? ''), limit: Number(error.detail?.limit ?? 0) } : null;
			return fail(error.status, { answer, failed: error.code, problem });
		}
		redirect(303, href(`/desk/questions/${event.params.id}?done`));
	},
};
