import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { suggestOwners } from '#lib/server/meetings/invitations/suggest-owners.ts';
import { suggestPeople } from '#lib/server/meetings/suggestions/suggest-people.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, owners: [], labels: {} };
	const { locals, params } = event;
	const { search, thesaurus } = locals.mitra;
	const [context, member, asked] = [{ ...meetingsContext(locals.mitra), search, thesaurus }, pageMember(event), { eventId: params.id, reader: locals.language }];
	const view = await suggestPeople(context, member, asked);
	const areas = view.suggested.flatMap((each) => (each.by === 'areas' ? each.areas : []));
	return { view, owners: await suggestOwners(context, member, asked), labels: conceptLabels(thesaurus, areas, locals.language) };
};
