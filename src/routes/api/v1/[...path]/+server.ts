import { json } from '@sveltejs/kit';
import { api } from '#lib/server/api/api.ts';
import { callerOf } from '#lib/server/api/caller.ts';
import { problemBody } from '#lib/server/api/problems.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import type { RequestHandler } from './$types';

const answer: RequestHandler = async ({ request, locals, getClientAddress }) => {
	const { mitra, language } = locals;
	const address = getClientAddress();
	try {
		const actor = await callerOf(mitra, request, { actor: locals.actor, address, now: mitra.clock() });
		locals.actor = actor;
		return await api.fetch(request, { mitra, actor, reader: language, address });
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		return json(problemBody(error), { status: error.status, headers: { 'www-authenticate': 'Bearer' } });
	}
};

export const GET = answer;
export const POST = answer;
export const PUT = answer;
export const PATCH = answer;
export const DELETE = answer;
