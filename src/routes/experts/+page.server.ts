import { searchExperts } from '#lib/server/experts/profiles/search-experts.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => ({ found: await searchExperts(locals.mitra, url.searchParams, locals.language) });
