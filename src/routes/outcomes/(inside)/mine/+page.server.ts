import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { ownOutcomes } from '#lib/server/outcomes/view-record.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ownOutcomes(event.locals.mitra.db, pageMember(event));
