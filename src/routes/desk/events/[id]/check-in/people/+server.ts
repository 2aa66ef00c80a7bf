import { json } from '@sveltejs/kit';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import { doorList } from '#lib/server/registration/door/view-door.ts';
import type { RequestHandler } from './$types';

/** Who may come in, for a phone that must know it without a network. */
export const GET: RequestHandler = async ({ params, locals }) => {
	try {
		return json(await doorList(registrationContext(locals.mitra), locals.actor, params.id), { headers: { 'cache-control': 'private, no-store' } });
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		return json({ failed: error.code }, { status: locals.actor.kind === 'member' ? error.status : 401 });
	}
};
