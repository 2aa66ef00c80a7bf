import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { admitApplicants, declineApplicants } from '#lib/server/exhibition/applications/decide.ts';
import { saveCall } from '#lib/server/exhibition/applications/save-call.ts';
import { applicationFilters, viewApplications } from '#lib/server/exhibition/applications/view-applications.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { mitra, language } = event.locals;
	const filters = applicationFilters(event.url.searchParams);
	const view = await viewApplications(mitra, pageMember(event), event.params.id, filters, (id) => mitra.search.card(id));
	const query = new URLSearchParams({ state: filters.state ?? '', country: filters.country ?? '', area: filters.area ?? '' });
	return { view: { ...view, filters, query: `${query}`, labels: conceptLabels(mitra.thesaurus, view.choices.areas, language) } };
};

export const actions: Actions = {
	call: eventAction(({ context, member, form, eventId }) => saveCall(context, member, { eventId, form })),
	admit: eventAction(async ({ context, member, form, eventId }) => ({ about: String(await admitApplicants(context, member, { eventId, form })) }), 'admitted'),
	decline: eventAction(async ({ context, member, form, eventId, event }) => ({ about: String(await declineApplicants(context, member, { eventId, form, language: event.locals.language })) }), 'declined'),
};
