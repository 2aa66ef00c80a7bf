import type { RequestHandler } from './$types';

/** The account library's own addresses, for clients other than our forms. Its limits count by the real network address. */
const handle: RequestHandler = ({ request, locals, getClientAddress }) => {
	const headers = new Headers(request.headers);
	headers.set('x-forwarded-for', getClientAddress());
	return locals.mitra.auth.handler(new Request(request, { headers }));
};

export const GET = handle;
export const POST = handle;
