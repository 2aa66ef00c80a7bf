import { redirect } from '@sveltejs/kit';
import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { requestsOfCentres } from '#lib/server/experts/missions/view-request.ts';
import { href } from '#lib/ui/reader.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const member = pageMember(event);
	// Everybody else has a list of the own requests.
	if (member.centres.size === 0) redirect(303, href('/desk/requests'));
	return { lines: await requestsOfCentres(event.locals.mitra.db, member) };
};
