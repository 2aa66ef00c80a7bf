import { redirect } from '@sveltejs/kit';
import { href } from '#lib/ui/reader.ts';
import type { RequestHandler } from './$types';

/** A concept has one address; this one was its first. */
export const GET: RequestHandler = ({ params }) => redirect(301, href(`/concepts/${encodeURIComponent(params.concept)}`));
