import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { viewPeople } from '#lib/server/meetings/participants/view-people.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, filters: null, page: 1, labels: {} };
	const { url, locals, params } = event;
	const asked = (name: string, form: RegExp) => [url.searchParams.get(name) ?? ''].find((value) => form.test(value)) ?? null;
	const kind = asked('kind', /^(offer|need)$/) as 'offer' | 'need' | null;
	const filters = { words: (url.searchParams.get('q') ?? '').slice(0, 200), country: asked('country', /^[A-Z]{2}$/), area: asked('area', /^[a-z0-9-]{2,80}$/), kind };
	const page = Number(asked('page', /^[1-9]\d{0,3}$/) ?? 1);
	const view = await viewPeople({ ...meetingsContext(locals.mitra), search: locals.mitra.search }, pageMember(event), { eventId: params.id, filters, page });
	return { view, filters, page, labels: conceptLabels(locals.mitra.thesaurus, view.choices.areas, locals.language) };
};
