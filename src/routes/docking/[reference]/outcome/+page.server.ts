import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewDockingAgreements } from '#lib/server/agreements/list-agreements.ts';
import type { PageServerLoad } from './$types';

type Lines = Awaited<ReturnType<typeof viewDockingAgreements>>['lines'];

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { lines: [] as Lines };
	const { lines } = await viewDockingAgreements(event.locals.mitra.db, pageMember(event), event.params.reference);
	return { lines: lines.filter(({ state }) => state === 'signed' || state === 'ended') as Lines };
};
