import type { RequestHandler } from './$types';

/** Alive: the process answers. A supervisor restarts it where this fails. */
export const GET: RequestHandler = () => new Response('ok\n', { headers: { 'cache-control': 'no-store' } });
