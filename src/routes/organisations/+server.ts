import { redirect } from '@sveltejs/kit';
import { href } from '#lib/ui/reader.ts';
import type { RequestHandler } from './$types';

/** Organisations stand in the directory; the addresses that were given out lead there. */
export const GET: RequestHandler = ({ url }) => {
	const parameters = new URLSearchParams([...url.searchParams].filter(([name]) => name === 'country' || name === 'kind'));
	redirect(308, href(`/directory${parameters.size > 0 ? `?${parameters}` : ''}`));
};
