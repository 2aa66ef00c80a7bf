import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { writesFor } from '#lib/server/accounts/actor.ts';
import { expertsContext } from '#lib/server/experts/context.ts';
import { parseServiceRequest } from '#lib/server/experts/input.ts';
import { askForService } from '#lib/server/experts/missions/ask-for-service.ts';
import { ownRequests } from '#lib/server/experts/missions/view-request.ts';
import { namedConcepts } from '#lib/server/experts/named-concepts.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { organisationsById } from '#lib/server/network/queries.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { lines: [], organisations: [] };
	const member = pageMember(event);
	const { db } = event.locals.mitra;
	const organisations = (await organisationsById(db, [...member.organisations.keys()])).filter(({ id, state }) => state === 'admitted' && writesFor(member, id));
	return { lines: await ownRequests(db, member), organisations: organisations.map(({ id, names, country, place }) => ({ id, names, country, place })) };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			const { mitra, language } = event.locals;
			const named = namedConcepts(String(form.get('fieldWords') ?? ''), mitra.search.reader);
			for (const concept of named.concepts) form.append('fields', concept);
			const { request, errors } = parseServiceRequest(form, {
				isConcept: (id) => mitra.thesaurus.concept(id) !== undefined,
				organisations: new Set([...member.organisations.keys()].filter((id) => writesFor(member, id))),
				today: mitra.clock().toISOString().slice(0, 10),
				language,
			});
			if (named.unknown.length > 0) errors.push({ field: 'fieldWords', code: 'not_allowed' });
			if (errors.length > 0) return wrongFields(form, errors as Parameters<typeof wrongFields>[1]);
			const number = await askForService(expertsContext(mitra), member, request);
			redirect(303, href(`/missions/${number}?sent`));
		}),
};
