import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { microsOf } from '#lib/server/trading/context.ts';
import { deskOfTrading } from '#lib/server/trading/list-trades.ts';
import { ownPlans } from '#lib/server/trading/payments/view-plan.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const now = microsOf(event.locals.mitra.clock());
	if (asksToSignIn(event)) return { desk: null, plans: [], own: [], now };
	const member = pageMember(event);
	const { db } = event.locals.mitra;
	return { desk: await deskOfTrading(db, member), plans: await ownPlans(db, member), own: [...member.organisations.keys()], now };
};
