import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { actingMember, asksToSignIn, heldForm, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { IMPORT_FIELDS } from '#lib/server/imports/fields.ts';
import { firstRows, previewImport } from '#lib/server/imports/preview-import.ts';
import { importedListings, type ImportBatchRow } from '#lib/server/imports/queries.ts';
import { beginImport, cancelImport, importForActor, planImport, resumeImport } from '#lib/server/imports/steer-import.ts';
import { settledWithin } from '#lib/server/imports/tasks.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { isExpectedError, type ErrorDetail } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import { FIRST_FIELDS, planOfForm } from './plan-form.ts';
import type { Actions, PageServerLoad } from './$types';

const SAMPLE_ROWS = 3;
const PREVIEW_ROWS = 50;
const SHOWN_LISTINGS = 100;
/** A small file is done in this time, and the next page shows its result at once. */
const PATIENCE_MS = 2500;

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { batch: null };
	const { mitra, language } = event.locals;
	const { batch, owner, mayPublish } = await importForActor(mitra.db, pageMember(event), listingId(event.params.id));
	const wantsColumns = event.url.searchParams.has('columns') && (batch.state === 'previewed' || batch.state === 'cancelled' || batch.state === 'failed');
	const step = wantsColumns && !hasBegun(batch) ? 'map' : stepOf(batch);
	const shown = { ...batch, failure: batch.failure === null ? null : (JSON.parse(batch.failure) as ErrorDetail), isOwnFile: batch.origin === 'browser', hasBegun: hasBegun(batch) };
	const common = { batch: shown, owner: owner.names, mayPublish, step };
	if (step === 'map')
		return {
			...common,
			fields: [...FIRST_FIELDS, ...IMPORT_FIELDS.filter((field) => !FIRST_FIELDS.includes(field))],
			first: FIRST_FIELDS.length,
			areas: mitra.thesaurus.areas().map(({ id }) => ({ id, label: mitra.thesaurus.label(id, language) })),
			samples: await firstRows(mitra.files, batch, SAMPLE_ROWS),
		};
	if (step === 'preview') return { ...common, preview: await previewImport(mitra, batch, PREVIEW_ROWS) };
	if (step === 'result') return { ...common, listings: await importedListings(mitra.db, batch.id, SHOWN_LISTINGS) };
	return common;
};

type Step = 'map' | 'working' | 'preview' | 'result';

function stepOf(batch: ImportBatchRow): Step {
	switch (batch.state) {
		case 'uploaded':
			return 'map';
		case 'checking':
		case 'running':
			return 'working';
		case 'previewed':
			return 'preview';
		case 'finished':
		case 'cancelled':
		case 'failed':
			return 'result';
	}
}

function hasBegun(batch: ImportBatchRow): boolean {
	return batch.rowsDone > 0 && batch.rowsCreated + batch.rowsUpdated + batch.rowsUnchanged + batch.rowsBad === batch.rowsDone && batch.state !== 'previewed';
}

type Steering = (member: Member, id: string, form: FormData) => Promise<void>;

/** What all buttons of the page share: who presses them, what is kept when the session has ended, where it leads. */
async function steered(event: RequestEvent<{ id: string }>, does: Steering) {
	const form = await event.request.formData();
	const who = await actingMember(event, form);
	if ('held' in who) return fail(401, { held: who.held });
	const id = listingId(event.params.id);
	const { db } = event.locals.mitra;
	try {
		await does(who.member, id, form);
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		if (form.has('again_email')) return fail(401, { held: heldForm(event, form, 'other') });
		return fail(error.status, { failed: error.code });
	}
	await settledWithin(db, id, PATIENCE_MS);
	redirect(303, href(`/desk/import/${id}`));
}

export const actions: Actions = {
	plan: (event) =>
		steered(event, async (member, id, form) => {
			const { batch } = await importForActor(event.locals.mitra.db, member, id);
			await planImport(event.locals.mitra, member, id, planOfForm(form, batch.columns));
		}),
	begin: (event) =>
		steered(event, (member, id, form) => beginImport(event.locals.mitra, member, id, { publish: form.get('publish') !== null })),
	cancel: (event) => steered(event, (member, id) => cancelImport(event.locals.mitra, member, id)),
	resume: (event) => steered(event, (member, id) => resumeImport(event.locals.mitra, member, id)),
};
