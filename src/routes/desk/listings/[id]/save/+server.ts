import { json } from '@sveltejs/kit';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { saveListingForm } from '#lib/server/listings/save-listing-form.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import type { RequestHandler } from './$types';

/** Saves the form while it is being typed. The answer says what happened; the page keeps what could not be saved. */
export const POST: RequestHandler = async ({ request, params, locals }) => {
	if (locals.actor.kind !== 'member') return json({ code: 'unauthenticated' }, { status: 401 });
	try {
		const form = await request.formData();
		const { outcome, language } = await saveListingForm(locals.mitra, locals.actor, listingId(params.id), form);
		if ('saved' in outcome) return json({ ...outcome.saved, readsLike: language });
		if ('conflict' in outcome) return json(outcome.conflict, { status: 409 });
		return json({ errors: outcome.errors }, { status: 422 });
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		return json({ code: error.code }, { status: error.status });
	}
};
