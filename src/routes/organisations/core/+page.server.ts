import { viewCoreProgramme } from '#lib/server/membership/core/core-members.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => viewCoreProgramme(locals.mitra.db);
