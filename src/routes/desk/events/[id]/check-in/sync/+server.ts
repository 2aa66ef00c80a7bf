import { json } from '@sveltejs/kit';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import { doorReport, takeScans } from '#lib/server/registration/door/take-scans.ts';
import type { RequestHandler } from './$types';

/** Scans that a phone kept: each may come several times, and is taken once. */
export const POST: RequestHandler = async ({ params, locals, request }) => {
	try {
		const report = doorReport(await request.json().catch(() => null));
		return json(await takeScans(registrationContext(locals.mitra), locals.actor, params.id, report), { headers: { 'cache-control': 'no-store' } });
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		return json({ failed: error.code, field: error.field }, { status: locals.actor.kind === 'member' ? error.status : 401 });
	}
};
