import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import type { InterestLine } from '#lib/docking/types.ts';
import { afterOf } from '#lib/server/docking/lists/queries.ts';
import { ownInterests } from '#lib/server/docking/view-lists.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const which = event.url.searchParams.get('which') === 'sent' ? ('sent' as const) : ('received' as const);
	if (asksToSignIn(event)) return { which, lines: [] as InterestLine[], next: null as string | null };
	const member = pageMember(event);
	return { which, ...(await ownInterests(event.locals.mitra.db, member, which, afterOf(event.url.searchParams.get('after')))) };
};
