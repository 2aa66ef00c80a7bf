import { OUTCOME_STATUSES } from '#lib/outcomes/vocabulary.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import { failedForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { outcomeInput } from '#lib/server/outcomes/input.ts';
import { answerThroughLink, questionOfLink, type LinkedQuestion } from '#lib/server/outcomes/yearly/answer-outcome.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { ensureSecret } from '#lib/server/platform/secret.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the link changes nothing: programs that look at mails open every link in them. */
export const load: PageServerLoad = async ({ params, locals, url, setHeaders }) => {
	const { mitra } = locals;
	// The address is the right itself: it must not travel on, nor stay in a shared cache.
	setHeaders({ 'cache-control': 'no-store' });
	const chosen = OUTCOME_STATUSES.find((each) => each === url.searchParams.get('is')) ?? null;
	let question: LinkedQuestion | null = null;
	try {
		question = await questionOfLink(mitra.db, await ensureSecret(mitra.configuration.dataFolder), params.token, mitra.clock());
	} catch (error) {
		if (!isExpectedError(error, 'expired')) throw error;
	}
	return { question, chosen };
};

export const actions: Actions = {
	/** The page's button: nobody needs to be signed in. */
	default: async ({ params, locals, request }) => {
		const { mitra } = locals;
		const form = await request.formData();
		const { input, errors } = outcomeInput(form, locals.language);
		if (errors.length > 0) return wrongFields(form, errors);
		try {
			await answerThroughLink(dockingContext(mitra), await ensureSecret(mitra.configuration.dataFolder), params.token, input);
		} catch (error) {
			if (isExpectedError(error, 'not_found')) throw error;
			return failedForm(form, error);
		}
		return { done: 'answered' };
	},
};
