import { api } from '#lib/server/api/api.ts';
import type { RequestHandler } from './$types';

const answer: RequestHandler = ({ request, locals, getClientAddress }) =>
	api.fetch(request, { mitra: locals.mitra, actor: locals.actor, reader: locals.language, address: getClientAddress() });

export const GET = answer;
export const POST = answer;
export const PUT = answer;
export const PATCH = answer;
export const DELETE = answer;
