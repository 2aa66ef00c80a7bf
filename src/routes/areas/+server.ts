import { redirect } from '@sveltejs/kit';
import { href } from '#lib/ui/reader.ts';
import type { RequestHandler } from './$types';

/** The overview stood here before concepts had addresses of their own. */
export const GET: RequestHandler = () => redirect(301, href('/concepts'));
