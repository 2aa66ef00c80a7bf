import { viewYear } from '#lib/server/centres/groups/view-group.ts';
import { yearOf } from '#lib/server/centres/groups/input.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => viewYear(locals.mitra.db, locals.actor, params.id, yearOf(params.year), locals.mitra.clock());
