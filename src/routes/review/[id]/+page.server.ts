import { fail, redirect } from '@sveltejs/kit';
import { detectLanguage } from '#lib/engines/text/detect-language.ts';
import { VISITOR } from '#lib/server/accounts/actor.ts';
import { actingMember, asksToSignIn, heldForm, pageMember } from '#lib/server/accounts/acting-person.ts';
import { reviewQueue } from '#lib/server/listings/desk.ts';
import { likelyCounterparts } from '#lib/server/listings/likely-counterparts.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { openDraft } from '#lib/server/listings/open-draft.ts';
import { REMARK_LIMIT, reviewListing } from '#lib/server/listings/review-listing.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const COUNTERPARTS = 5;
/** How sure the language of a remark must be to be marked as it; else it is taken to be the officer's. */
const SURE = 0.7;

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { listing: null };
	const member = pageMember(event);
	if (member.centres.size === 0) throw new ExpectedError('forbidden', 'The queue is for officers.');
	const { mitra, language } = event.locals;
	const draft = await openDraft(mitra.db, member, listingId(event.params.id));
	const { row, content, published } = draft;
	const waits = row.state === 'submitted' || row.revision === 'submitted';
	return {
		listing: {
			id: row.id,
			reference: row.reference,
			kind: row.kind,
			state: row.state,
			revision: row.revision,
			versionId: draft.versionId,
			changeNumber: row.changeNumber,
			content,
			published,
			organisation: { names: draft.organisation.names, applied: draft.organisation.state === 'applied' },
			attachments: draft.attachments.map(({ id, name, bytes, disclosure }) => ({ id, name, bytes, disclosure })),
			reviews: draft.reviews,
			waits,
			own: waits && !draft.rights.review,
		},
		remarkLimit: REMARK_LIMIT,
		done: event.url.searchParams.get('done'),
		of: /^\d{1,9}$/.exec(event.url.searchParams.get('of') ?? '')?.[0] ?? '',
		labels: conceptLabels(mitra.thesaurus, [...content.areas, ...(published?.areas ?? [])], language),
		counterparts: await likelyCounterparts(mitra, { ...row, content }, language, COUNTERPARTS),
	};
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const { mitra, language } = event.locals;
		const id = listingId(event.params.id);
		const remark = String(form.get('remark') ?? '');
		const decision = form.get('decision');
		if (decision !== 'publish' && decision !== 'return') return fail(422, { remark, failed: 'invalid_input' });
		const read = detectLanguage(remark);
		const before = await reviewQueue(mitra.db, who.member);
		try {
			await reviewListing({ ...mitra, baseUrl: mitra.configuration.baseUrl }, who.member, {
				listingId: id,
				versionId: String(form.get('versionId') ?? ''),
				expected: Number(form.get('expected')),
				decision,
				remark,
				language: read.confidence >= SURE ? read.language : language,
			});
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			if (form.has('again_email') && (error.code === 'not_found' || error.code === 'forbidden')) {
				event.locals.actor = VISITOR;
				return fail(401, { held: heldForm(event, form, 'other') });
			}
			if (error.field === 'remark') return fail(422, { remark, errors: [{ field: 'remark', ...error.detail }] });
			return fail(error.status, { remark, failed: error.code });
		}
		await mitra.search.refresh(id);
		const at = before.findIndex((line) => line.id === id);
		const next = before[at + 1] ?? before[at - 1];
		const told = `?done=${decision === 'publish' ? 'published' : 'returned'}&of=${before[at]?.reference ?? ''}`;
		redirect(303, href(next ? `/review/${next.id}${told}` : `/review${told}`));
	},
};
