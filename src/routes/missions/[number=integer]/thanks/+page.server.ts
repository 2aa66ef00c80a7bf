import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewRequest } from '#lib/server/experts/missions/view-request.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { PageServerLoad } from './$types';

/** The letter of thanks, and a certificate for each who stood in the task force: one's own for an expert, all for the others. */
export const load: PageServerLoad = async (event) => {
	const member = pageMember(event);
	const view = await viewRequest(event.locals.mitra.db, member, Number(event.params.number));
	const { mission, request, organisation, centre } = view;
	if (!mission?.thankedAt) throw new ExpectedError('not_found', 'There are no thanks yet.');
	const stood = view.places.filter(({ state, answeredAt }) => state === 'accepted' || (state === 'withdrawn' && answeredAt !== null));
	const own = stood.filter((place) => place.own);
	return {
		request: { number: request.number, title: request.title, language: request.language },
		mission: { startsOn: mission.startsOn, endsOn: mission.endsOn, place: mission.place, thanks: mission.thanks, thanksLanguage: mission.thanksLanguage, thankedAt: mission.thankedAt },
		organisation,
		centre,
		certificates: (own.length > 0 ? own : stood).map(({ id, called, role, state }) => ({ id, called, role, state })),
	};
};
