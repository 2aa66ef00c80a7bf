import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { mailDomain } from '#lib/server/membership/admission.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { withdrawJoin } from '#lib/server/membership/staff/join.ts';
import { organisationOfDomain, requestsOfPerson } from '#lib/server/membership/staff/queries.ts';
import { organisationsById } from '#lib/server/network/queries.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { organisations: [], requests: [], asked: false, left: '', ofDomain: null };
	const member = pageMember(event);
	const { db } = event.locals.mitra;
	const organisations = await organisationsById(db, [...member.organisations.keys()]);
	const requests = await requestsOfPerson(db, member.userId);
	const left = event.url.searchParams.get('left') ?? '';
	// Who belongs to one organisation and waits for none wants that one.
	if (organisations.length === 1 && event.request.method === 'GET' && left === '' && !requests.some(({ state }) => state === 'waiting')) redirect(303, href(`/desk/organisation/${organisations[0]!.slug}`));
	const domain = mailDomain(member.email);
	const ofDomain = domain ? await organisationOfDomain(db, domain) : undefined;
	return {
		organisations: organisations.map(({ id, slug, names, state }) => ({ slug, names, state, role: member.organisations.get(id) ?? 'reader' })),
		requests: requests.map(({ createdAt, ...request }) => ({ ...request, createdAt })),
		asked: event.url.searchParams.has('asked'),
		left,
		ofDomain: ofDomain && !member.organisations.has(ofDomain.id) ? ofDomain : null,
	};
};

export const actions: Actions = {
	withdraw: (event) =>
		memberForm(event, async (member, form) => {
			await withdrawJoin(event.locals.mitra, member, listingId(String(form.get('request') ?? '')));
			return { done: 'withdraw' };
		}),
};
