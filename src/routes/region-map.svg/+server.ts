import { regionMapImage } from '#lib/server/site/region-map.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = () =>
	new Response(regionMapImage(), { headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' } });
