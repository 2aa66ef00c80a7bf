import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewDocument } from '#lib/server/trading/payments/view-plan.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ document: await viewDocument(event.locals.mitra.db, pageMember(event), event.params.id) });
