import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import type { AdmissionStep } from '#lib/server/membership/admission.ts';
import { membershipContext } from '#lib/server/membership/context.ts';
import { nominate } from '#lib/server/membership/core/core-members.ts';
import { decideAdmission } from '#lib/server/membership/decide-admission.ts';
import { criteriaInput, languageInput, refusalReasonInput, wordsInput } from '#lib/server/membership/input.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { mergeOrganisations } from '#lib/server/membership/merge-organisations.ts';
import { organisationFor, organisationForSlug } from '#lib/server/membership/queries.ts';
import { organisationNamed, viewForOfficer } from '#lib/server/membership/view-queue.ts';
import { centreById } from '#lib/server/network/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, labels: {}, centre: null, merged: false };
	const member = pageMember(event);
	const { mitra, language } = event.locals;
	const view = await viewForOfficer(mitra.db, member, event.params.slug);
	const centre = await centreById(mitra.db, view.organisation.centreId);
	return {
		view: { ...view, own: member.organisations.has(view.organisation.id) },
		labels: conceptLabels(mitra.thesaurus, view.organisation.areas, language),
		centre: centre ? { id: centre.id, names: centre.names } : null,
		merged: event.url.searchParams.has('merged'),
	};
};

type Event = RequestEvent<{ slug: string }>;

async function idOf(event: Event): Promise<string> {
	const found = await organisationForSlug(event.locals.mitra.db, event.params.slug);
	if (!found) throw new ExpectedError('not_found', 'No such organisation.');
	return found.row.id;
}

const decide = (read: (form: FormData) => Exclude<AdmissionStep, { type: 'answer' }>) => (event: Event) =>
	memberForm(event, async (member, form) => {
		const step = read(form);
		const expected = Number(form.get('version'));
		await decideAdmission(membershipContext(event.locals.mitra), member, { organisationId: await idOf(event), expected: Number.isInteger(expected) ? expected : 0, step, language: languageInput(form.get('language'), event.locals.language) });
		return { done: 'decide' };
	});

export const actions: Actions = {
	admit: decide(() => ({ type: 'admit' })),
	return: decide((form) => ({ type: 'return', question: wordsInput(form.get('question'), { field: 'question', required: true }) })),
	refuse: decide((form) => {
		const reason = refusalReasonInput(form.get('reason'));
		// Where no reason of the list fits, words say it.
		return { type: 'refuse', reason, words: wordsInput(form.get('words'), { field: 'words', required: reason === 'other' }) };
	}),
	merge: (event) =>
		memberForm(event, async (member, form) => {
			if (form.get('same') !== 'yes') throw new ExpectedError('invalid_input', 'Not confirmed.', { field: 'same', detail: { code: 'required' } });
			const { db } = event.locals.mitra;
			const targetId = await organisationNamed(db, String(form.get('into') ?? ''));
			await mergeOrganisations(membershipContext(event.locals.mitra), member, { sourceId: await idOf(event), targetId });
			const target = await organisationFor(db, targetId);
			redirect(303, href(`/centre-desk/members/${target!.row.slug}?merged`));
		}),
	nominate: (event) =>
		memberForm(event, async (member, form) => {
			await nominate(event.locals.mitra, member, { organisationId: await idOf(event), criteria: criteriaInput(form.getAll('criteria')), words: wordsInput(form.get('reasons'), { field: 'reasons', required: true }), language: event.locals.language });
			return { done: 'nominate' };
		}),
};
