import { json } from '@sveltejs/kit';
import { CODE_MOST } from '#lib/registration/check-in.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { scanBadge } from '#lib/server/exhibition/visits/note-visit.ts';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import type { RequestHandler } from './$types';

function scanOf(sent: unknown): { code: string; at: Date | null } {
	const { code, at } = (sent ?? {}) as Record<string, unknown>;
	if (typeof code !== 'string' || code.length > CODE_MOST) throw new ExpectedError('invalid_input', 'A scan has a code.', { field: 'code' });
	return { code, at: typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? new Date(at) : null };
}

/** A badge that a phone at a stand has seen, maybe a while ago: what comes twice is one visit. */
export const POST: RequestHandler = async ({ params, locals, request }) => {
	try {
		const scan = scanOf(await request.json().catch(() => null));
		return json(await scanBadge(registrationContext(locals.mitra), locals.actor, { eventId: params.id, id: idOfAddress(params.exhibitor), ...scan }), { headers: { 'cache-control': 'no-store' } });
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		return json({ failed: error.code, field: error.field }, { status: locals.actor.kind === 'member' ? error.status : 401 });
	}
};
