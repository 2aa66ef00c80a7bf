import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewCeremonies } from '#lib/server/ceremony/view-ceremony.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { event: head, ceremonies } = await viewCeremonies(event.locals.mitra, pageMember(event), event.params.id);
	const ceremony = ceremonies.find(({ id }) => id === event.params.session);
	if (!ceremony) throw new ExpectedError('not_found', 'No such ceremony.');
	const { signings, ...rest } = ceremony;
	return { view: { event: head, ceremony: rest, signings: signings.map(({ id, titles, parties, languages }) => ({ id, titles, parties, languages })) } };
};
