import { json } from '@sveltejs/kit';
import { likelyCounterparts } from '#lib/server/listings/likely-counterparts.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { openDraft } from '#lib/server/listings/open-draft.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import type { RequestHandler } from './$types';

const COUNTERPARTS = 5;

/** Who might answer what is saved so far. */
export const GET: RequestHandler = async ({ params, locals }) => {
	try {
		const { row, content } = await openDraft(locals.mitra.db, locals.actor, listingId(params.id));
		return json(await likelyCounterparts(locals.mitra, { ...row, content }, locals.language, COUNTERPARTS));
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		return json({ code: error.code }, { status: error.status });
	}
};
