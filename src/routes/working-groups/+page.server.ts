import { allGroups } from '#lib/server/centres/groups/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ groups: await allGroups(locals.mitra.db) });
