import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { expertsContext } from '#lib/server/experts/context.ts';
import { parseExpertProfile } from '#lib/server/experts/input.ts';
import { invitedRequests } from '#lib/server/experts/missions/view-request.ts';
import { namedConcepts } from '#lib/server/experts/named-concepts.ts';
import { consentToProfile, saveExpertProfile, withdrawConsent } from '#lib/server/experts/profiles/save-profile.ts';
import { viewExpert } from '#lib/server/experts/profiles/view-experts.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { organisationsById } from '#lib/server/network/queries.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, labels: {} as Record<string, string>, organisations: [], missions: [], done: '' };
	const member = pageMember(event);
	const { mitra, language } = event.locals;
	const view = (await viewExpert(mitra.db, member)) ?? null;
	return {
		view,
		labels: conceptLabels(mitra.thesaurus, view?.expert.fields ?? [], language),
		organisations: (await organisationsById(mitra.db, [...member.organisations.keys()])).map(({ id, names }) => ({ id, names })),
		missions: await invitedRequests(mitra.db, member),
		done: event.url.searchParams.get('done') ?? '',
	};
};

export const actions: Actions = {
	save: (event) =>
		memberForm(event, async (member, form) => {
			const { mitra } = event.locals;
			const named = namedConcepts(String(form.get('fieldWords') ?? ''), mitra.search.reader);
			for (const concept of named.concepts) form.append('fields', concept);
			const { profile, errors } = parseExpertProfile(form, { isConcept: (id) => mitra.thesaurus.concept(id) !== undefined, organisations: new Set(member.organisations.keys()) });
			if (named.unknown.length > 0) errors.push({ field: 'fieldWords', code: 'not_allowed' });
			if (errors.length > 0) return wrongFields(form, errors as Parameters<typeof wrongFields>[1]);
			await saveExpertProfile(mitra, member, profile);
			redirect(303, href('/desk/expert?done=save'));
		}),
	consent: (event) =>
		memberForm(event, async (member, form) => {
			if (form.get('consent') !== 'yes') return wrongFields(form, [{ field: 'consent', code: 'required' }]);
			await consentToProfile(event.locals.mitra, member);
			redirect(303, href('/desk/expert?done=consent'));
		}),
	withdraw: (event) =>
		memberForm(event, async (member) => {
			await withdrawConsent(expertsContext(event.locals.mitra), member);
			redirect(303, href('/desk/expert?done=withdraw'));
		}),
};
