import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { eventsContext } from '#lib/server/events/context.ts';
import { apply, withdrawApplication } from '#lib/server/exhibition/applications/apply.ts';
import { viewCall, viewOwnApplication } from '#lib/server/exhibition/applications/view-applications.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const slugOf = (event: Pick<RequestEvent, 'url'>) => event.url.searchParams.get('organisation') ?? '';

/** The call for exhibitors, and the application of the organisation that the address names; of the only one where somebody writes for one. */
export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { mitra } = event.locals;
	const member = pageMember(event);
	const view = await viewCall(mitra, member, event.params.id);
	const slug = slugOf(event) || (view.organisations.length === 1 ? view.organisations[0]!.slug : '');
	return { view: { ...view, own: slug === '' ? null : await viewOwnApplication(mitra, member, { eventId: event.params.id, slug }, (id) => mitra.search.card(id)) } };
};

export const actions: Actions = {
	apply: (event) =>
		memberForm(event, async (member, form) => {
			await apply(eventsContext(event.locals.mitra), member, { eventId: event.params.id, slug: String(form.get('organisation')), language: event.locals.language, form });
			return { done: 'applied' };
		}),
	withdraw: (event) =>
		memberForm(event, async (member, form) => {
			await withdrawApplication(eventsContext(event.locals.mitra), member, { eventId: event.params.id, slug: String(form.get('organisation')) });
			return { done: 'withdrawn' };
		}),
};
