import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { QUEUE_PARTS, viewQueue } from '#lib/server/membership/view-queue.ts';
import { allCentres } from '#lib/server/network/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { part: 'applied' as const, lines: [], centres: [], several: false };
	const member = pageMember(event);
	const { db } = event.locals.mitra;
	const part = QUEUE_PARTS.find((each) => each === event.url.searchParams.get('part')) ?? 'applied';
	const lines = await viewQueue(db, member, part);
	const centres = (await allCentres(db)).filter(({ id }) => lines.some(({ centreId }) => centreId === id)).map(({ id, names }) => ({ id, names }));
	return { part, lines, centres, several: member.centres.size > 1 || [...member.centres.values()].includes('secretariat') };
};
