import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { ownersNotThere } from '#lib/server/meetings/invitations/suggest-owners.ts';
import { viewPeople, viewPerson } from '#lib/server/meetings/participants/view-people.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, owners: [], filters: null, page: 1, labels: {}, choosing: null };
	const { url, locals, params } = event;
	const asked = (name: string, form: RegExp) => [url.searchParams.get(name) ?? ''].find((value) => form.test(value)) ?? null;
	const kind = asked('kind', /^(offer|need)$/) as 'offer' | 'need' | null;
	const filters = { words: (url.searchParams.get('q') ?? '').slice(0, 200), country: asked('country', /^[A-Z]{2}$/), area: asked('area', /^[a-z0-9-]{2,80}$/), kind };
	const page = Number(asked('page', /^[1-9]\d{0,3}$/) ?? 1);
	const [context, member] = [{ ...meetingsContext(locals.mitra), search: locals.mitra.search }, pageMember(event)];
	const view = await viewPeople(context, member, { eventId: params.id, filters, page });
	// Somebody else to ask to the meeting with a person who is chosen already.
	const first = url.searchParams.get('for') ?? '';
	const choosing = isUuid(first) ? await viewPerson(context, member, { eventId: params.id, registrationId: first, also: url.searchParams.getAll('with').filter(isUuid) }) : null;
	// Behind the last of those who come, and only where somebody is looked for to meet.
	const owners = choosing === null && page >= view.pages ? await ownersNotThere(context, member, { eventId: params.id, filters }) : [];
	return { view, owners, filters, page, choosing: choosing && { id: choosing.person.id, names: choosing.person.names, also: choosing.also.map(({ id }) => id) }, labels: conceptLabels(locals.mitra.thesaurus, view.choices.areas, locals.language) };
};
