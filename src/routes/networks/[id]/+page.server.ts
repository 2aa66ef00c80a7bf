import type { RequestEvent } from '@sveltejs/kit';
import { cleanEmail, cleanLine } from '#lib/server/accounts/input.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { membershipContext, type MembershipContext } from '#lib/server/membership/context.ts';
import { languageInput, networkDisclosureInput, titleInput, wordsInput } from '#lib/server/membership/input.ts';
import { fileOf, memberForm } from '#lib/server/membership/member-form.ts';
import { applyToNetwork, changeCoordinator, decideNetworkMember, linkEvent } from '#lib/server/membership/networks/change-network.ts';
import { addDocument, removeDocument } from '#lib/server/membership/networks/documents.ts';
import { viewNetwork } from '#lib/server/membership/networks/view-networks.ts';
import { REQUEST_WORDS_LIMIT } from '#lib/membership/vocabulary.ts';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const view = await viewNetwork(locals.mitra.db, locals.actor, params.id);
	return { view, labels: conceptLabels(locals.mitra.thesaurus, view.network.areas, locals.language) };
};

type Job = { context: MembershipContext; member: Member; form: FormData; networkId: string; language: App.Locals['language'] };
const change = (work: (job: Job) => Promise<void>, done = 'change') => (event: RequestEvent<{ id: string }>) =>
	memberForm(event, async (member, form) => {
		await work({ context: membershipContext(event.locals.mitra), member, form, networkId: event.params.id, language: event.locals.language });
		return { done };
	});
const organisationOf = (form: FormData) => listingId(String(form.get('organisation') ?? ''));

export const actions: Actions = {
	apply: change(({ context, member, form, networkId }) => applyToNetwork(context, member, { networkId, organisationId: organisationOf(form), change: { apply: true, words: wordsInput(form.get('words'), { field: 'words', required: false, limit: REQUEST_WORDS_LIMIT }) } }), 'apply'),
	leave: change(({ context, member, form, networkId }) => applyToNetwork(context, member, { networkId, organisationId: organisationOf(form), change: { apply: false } }), 'leave'),
	decide: change(({ context, member, form, networkId }) => decideNetworkMember(context, member, { networkId, organisationId: organisationOf(form), admit: form.get('decision') === 'admit' }), 'decide'),
	document: change(async ({ context, member, form, networkId, language }) => {
		const title = titleInput(form.get('title'));
		const disclosure = networkDisclosureInput(form.get('disclosure'));
		const file = fileOf(form, 'file');
		if (!file) throw new ExpectedError('invalid_input', 'No file was chosen.', { field: 'file', detail: { code: 'required' } });
		await addDocument(context, member, { networkId, title, language: languageInput(form.get('language'), language), disclosure, name: file.name, source: file.stream() as unknown as AsyncIterable<Uint8Array> });
	}),
	undocument: change(({ context, member, form, networkId }) => removeDocument(context, member, { networkId, documentId: listingId(String(form.get('document') ?? '')) })),
	event: change(({ context, member, form, networkId }) => linkEvent(context, member, { networkId, eventId: cleanLine(form.get('event')), link: form.get('link') !== 'no' })),
	coordinator: change(({ context, member, form, networkId }) => changeCoordinator(context, member, { networkId, change: form.get('end') ? { end: String(form.get('end')) } : { name: cleanEmail(form.get('email')) } })),
};
