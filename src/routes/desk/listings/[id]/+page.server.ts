import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { DISCLOSURES } from '#lib/listings/vocabulary.ts';
import { formValuesOf } from '#lib/listings/listing-form.ts';
import { actingMember, asksToSignIn, heldForm, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { VISITOR } from '#lib/server/accounts/actor.ts';
import { attachFile, removeAttachment, ATTACHMENT_BYTES } from '#lib/server/listings/attach-file.ts';
import { changeLife } from '#lib/server/listings/change-life.ts';
import { TEXT_LIMITS } from '#lib/server/listings/input.ts';
import { likelyCounterparts } from '#lib/server/listings/likely-counterparts.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { openDraft, type Draft } from '#lib/server/listings/open-draft.ts';
import { otherLanguage, saveListingForm } from '#lib/server/listings/save-listing-form.ts';
import { submitListing } from '#lib/server/listings/submit-listing.ts';
import { areaChoices } from '#lib/server/thesaurus/area-choices.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const COUNTERPARTS = 5;

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { draft: null };
	const member = pageMember(event);
	const { mitra, language } = event.locals;
	const draft = await openDraft(mitra.db, member, listingId(event.params.id));
	const values = formValuesOf(draft.content);
	const shown = event.url.searchParams.has('counterparts');
	return {
		draft: {
			...pageDraft(draft),
			values,
			readsLike: otherLanguage(values),
			labels: conceptLabels(mitra.thesaurus, draft.content.areas, language),
		},
		areas: areaChoices(mitra.thesaurus, language),
		limits: TEXT_LIMITS,
		counterparts: shown
			? await likelyCounterparts(mitra, { ...draft.row, content: draft.content }, language, COUNTERPARTS)
			: null,
	};
};

function pageDraft({ row, organisation, rights, attachments, reviews, published }: Draft) {
	const returned = row.state === 'returned' || row.revision === 'returned';
	return {
		id: row.id,
		reference: row.reference,
		kind: row.kind,
		state: row.state,
		revision: row.revision,
		isPublic: row.publishedVersionId !== null && row.state !== 'archived',
		hasOther: published !== null,
		changeNumber: row.changeNumber,
		updatedAt: row.updatedAt.toISOString(),
		organisation: organisation.names,
		rights,
		remark: returned ? (reviews.find(({ decision }) => decision === 'returned') ?? null) : null,
		attachments: attachments.map(({ id, name, mediaType, bytes, disclosure }) => ({ id, name, mediaType, bytes, disclosure })),
	};
}

type Working = RequestEvent<{ id: string }>;
type Step = (member: Member, id: string, form: FormData, event: Working, changeNumber: number) => Promise<Record<string, unknown> | ActionFailure<Record<string, unknown>>>;

/** An action of the form: whoever sends it is (or signs in as) a member, and what was typed is saved before anything else. */
function action(step: Step, options: { saves: boolean } = { saves: true }) {
	return async (event: Working) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const id = listingId(event.params.id);
		try {
			let changeNumber = 0;
			if (options.saves) {
				const { values, outcome } = await saveListingForm(event.locals.mitra, who.member, id, form);
				if ('errors' in outcome) return fail(422, { values, errors: outcome.errors, wrong: true });
				if ('conflict' in outcome) return fail(409, { values, conflict: outcome.conflict });
				changeNumber = outcome.saved.changeNumber;
			}
			return await step(who.member, id, form, event, changeNumber);
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			if (form.has('again_email')) {
				event.locals.actor = VISITOR;
				return fail(401, { held: heldForm(event, form, 'other') });
			}
			// What was typed is in the database by now, or comes back with the page.
			return fail(error.status, { refused: { code: error.code, field: error.field ?? null, ...error.detail } });
		}
	};
}

const here = (id: string, more = '') => href(`/desk/listings/${id}${more}`);

export const actions: Actions = {
	save: action(async (_member, id, form, event, changeNumber) => {
		const saved = event.locals.mitra.clock().toISOString();
		// Without JavaScript the page is shown anew, so that sending it again by "reload" saves nothing twice.
		if (!event.request.headers.get('x-sveltekit-action')) redirect(303, here(id, form.has('again_email') ? '' : '?saved'));
		return { saved, changeNumber };
	}),
	submit: action(async (member, id, _form, event) => {
		const { mitra } = event.locals;
		const result = await submitListing(mitra.db, member, { listingId: id, areaExists: (concept) => mitra.thesaurus.has(concept) });
		if (!result.submitted) return fail(422, { errors: result.missing, wrong: false });
		redirect(303, href('/desk?submitted'));
	}),
	preview: action(async (_member, id) => redirect(303, here(id, '?counterparts#counterparts'))),
	attach: action(async (member, id, form, event) => {
		const file = form.get('file');
		const disclosure = DISCLOSURES.find((each) => each === form.get('fileDisclosure'));
		const wrong = (field: string, code: string) => fail(422, { errors: [{ field, code }], wrong: true });
		if (!(file instanceof File) || (file.size === 0 && file.name === '')) return wrong('file', 'required');
		if (!disclosure) return wrong('fileDisclosure', 'not_allowed');
		if (file.size > ATTACHMENT_BYTES) return fail(413, { refused: { code: 'too_large', field: 'file' } });
		const attached = await attachFile(event.locals.mitra, member, {
			listingId: id,
			name: file.name,
			disclosure,
			source: new Uint8Array(await file.arrayBuffer()),
		});
		return { attached: attached.name };
	}),
	detach: action(async (member, id, _form, event) => {
		const attachmentId = listingId(event.url.searchParams.get('file') ?? '');
		await removeAttachment(event.locals.mitra, member, { listingId: id, attachmentId });
		return { detached: true };
	}),
	change: action(
		async (member, id, _form, event) => {
			await changeLife(event.locals.mitra, member, { listingId: id, change: { type: 'take-back' } });
			redirect(303, here(id));
		},
		{ saves: false },
	),
};
