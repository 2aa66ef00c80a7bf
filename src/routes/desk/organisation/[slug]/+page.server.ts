import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { answerCentre, saveProfile } from '#lib/server/membership/answer-centre.ts';
import { membershipContext } from '#lib/server/membership/context.ts';
import { languageInput, parseProfile, wordsInput } from '#lib/server/membership/input.ts';
import { fileOf, memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { addProof, removeProof } from '#lib/server/membership/proof.ts';
import { organisationForSlug } from '#lib/server/membership/queries.ts';
import { viewOrganisation } from '#lib/server/membership/view-organisation.ts';
import { centreById } from '#lib/server/network/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { areaChoices } from '#lib/server/thesaurus/area-choices.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, areas: [], centre: null, applied: false };
	const member = pageMember(event);
	const { mitra, language } = event.locals;
	const view = await viewOrganisation(mitra.db, member, event.params.slug);
	const centre = await centreById(mitra.db, view.organisation.centreId);
	return {
		view,
		areas: areaChoices(mitra.thesaurus, language),
		centre: centre ? { id: centre.id, names: centre.names } : null,
		applied: event.url.searchParams.has('applied'),
	};
};

async function idOf(event: { locals: App.Locals; params: { slug: string } }): Promise<string> {
	const found = await organisationForSlug(event.locals.mitra.db, event.params.slug);
	if (!found) throw new ExpectedError('not_found', 'No such organisation.');
	return found.row.id;
}

export const actions: Actions = {
	save: (event) =>
		memberForm(event, async (member, form) => {
			const { mitra } = event.locals;
			const { profile, errors } = parseProfile(form, new Set([...mitra.thesaurus.all()].map(({ id }) => id)));
			if (errors.length > 0) return wrongFields(form, errors);
			await saveProfile(mitra, member, { organisationId: await idOf(event), profile });
			return { done: 'save' };
		}),
	answer: (event) =>
		memberForm(event, async (member, form) => {
			const words = wordsInput(form.get('words'), { field: 'words', required: true });
			await answerCentre(event.locals.mitra, member, { organisationId: await idOf(event), words, language: languageInput(form.get('language'), event.locals.language) });
			return { done: 'answer' };
		}),
	prove: (event) =>
		memberForm(event, async (member, form) => {
			const file = fileOf(form, 'proof');
			if (!file) throw new ExpectedError('invalid_input', 'No file was chosen.', { field: 'proof', detail: { code: 'required' } });
			await addProof(membershipContext(event.locals.mitra), member, { organisationId: await idOf(event), name: file.name, source: file.stream() as unknown as AsyncIterable<Uint8Array> });
			return { done: 'prove' };
		}),
	unprove: (event) =>
		memberForm(event, async (member, form) => {
			await removeProof(membershipContext(event.locals.mitra), member, { organisationId: await idOf(event), proofId: listingId(String(form.get('proof') ?? '')) });
			return { done: 'unprove' };
		}),
};
