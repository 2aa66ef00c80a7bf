import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { reviewQueue } from '#lib/server/listings/desk.ts';
import { centresById } from '#lib/server/network/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	if (asksToSignIn(event)) return { queue: [], hasOutbox: false, centres: [] };
	const member = pageMember(event);
	if (member.centres.size === 0) throw new ExpectedError('forbidden', 'The queue is for officers.');
	// The secretariat keeps its own centre from here, and any other from that one's page.
	const centres = await centresById(event.locals.mitra.db, [...member.centres.keys()]);
	return { centres, queue: await reviewQueue(event.locals.mitra.db, member), hasOutbox: !event.locals.mitra.configuration.smtpUrl && [...member.centres.values()].includes('secretariat') };
};
