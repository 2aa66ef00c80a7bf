import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { proposeMeeting, PROPOSED_AT_ONCE, proposeSuggested } from '#lib/server/meetings/proposals/propose-meetings.ts';
import { viewProposals } from '#lib/server/meetings/proposals/view-proposals.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { reader } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** How many of the best pairs are looked at at once. */
const CHOICES = [10, 20, PROPOSED_AT_ONCE];

const contextOf = ({ locals: { mitra } }: Pick<RequestEvent, 'locals'>) => ({ ...meetingsContext(mitra), search: mitra.search, thesaurus: mitra.thesaurus });

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, choices: CHOICES, most: CHOICES[0]! };
	const most = CHOICES.find((each) => String(each) === event.url.searchParams.get('most')) ?? CHOICES[0]!;
	return { view: await viewProposals(contextOf(event), pageMember(event), { eventId: event.params.id, most, reader: reader() }), choices: CHOICES, most };
};

export const actions: Actions = {
	one: (event) =>
		memberForm(event, async (member, form) => {
			await proposeMeeting(contextOf(event), member, { eventId: event.params.id, form, reader: reader() });
			return { done: 'proposed', about: '1' };
		}),
	suggested: (event) => memberForm(event, async (member, form) => ({ done: 'proposed', about: String((await proposeSuggested(contextOf(event), member, { eventId: event.params.id, form })).proposed) })),
};
