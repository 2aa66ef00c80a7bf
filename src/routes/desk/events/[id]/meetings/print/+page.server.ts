import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewPrint } from '#lib/server/meetings/live/view-live.ts';
import type { PageServerLoad } from './$types';

const WHAT = ['tables', 'agendas', 'interpreters'] as const;

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, what: WHAT[0] };
	return { view: await viewPrint(event.locals.mitra, pageMember(event), event.params.id), what: WHAT.find((each) => each === event.url.searchParams.get('what')) ?? WHAT[0] };
};
