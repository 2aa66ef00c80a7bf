import { fail, redirect } from '@sveltejs/kit';
import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { importingOrganisations } from '#lib/server/imports/importing-organisations.ts';
import { BROWSER_LIMITS } from '#lib/server/imports/limits.ts';
import { batchesOf } from '#lib/server/imports/queries.ts';
import { readUpload } from '#lib/server/imports/read-upload.ts';
import { startImport } from '#lib/server/imports/start-import.ts';
import { isExpectedError, type ErrorDetail } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const EARLIER = 30;

export const load: PageServerLoad = async (event) => {
	const member = pageMember(event);
	const { db } = event.locals.mitra;
	const organisations = await importingOrganisations(db, member);
	const earlier = await batchesOf(db, organisations.map(({ id }) => id), EARLIER);
	return {
		chooseAgain: event.url.searchParams.has('again'),
		organisations: organisations.map(({ id, names }) => ({ id, names })),
		limits: { bytes: BROWSER_LIMITS.fileBytes, rows: BROWSER_LIMITS.rows },
		earlier: earlier.map(({ batch, owner }) => ({
			id: batch.id,
			fileName: batch.fileName,
			state: batch.state,
			createdAt: batch.createdAt,
			created: batch.rowsCreated,
			updated: batch.rowsUpdated,
			unchanged: batch.rowsUnchanged,
			bad: batch.rowsBad,
			byCommand: batch.origin === 'command',
			organisation: owner.names,
		})),
	};
};

export const actions: Actions = {
	/** The file goes to the store as it arrives; who may not import is refused before its first byte. */
	default: async (event) => {
		const { request, locals } = event;
		// A file cannot wait in a page: who signs in again is told to choose it again.
		if (locals.actor.kind !== 'member') redirect(303, href(`/sign-in?next=${encodeURIComponent(href('/desk/import?again'))}`));
		const member = locals.actor;
		const refuse = (status: number, field: 'file' | 'organisation', problem: ErrorDetail, organisation = '') =>
			fail(status, { field, problem, organisation });
		const upload = request.body ? await readUpload(request.headers.get('content-type') ?? '', request.body) : undefined;
		if (!upload) return refuse(400, 'file', { code: 'broken_upload' });
		const organisationId = upload.fields.get('organisation') ?? '';
		if (!isUuid(organisationId)) return refuse(422, 'organisation', { code: 'no_organisation' });
		if (!upload.file) return refuse(422, 'file', { code: 'no_file' }, organisationId);
		let id: string;
		try {
			const batch = await startImport(locals.mitra, member, { organisationId, fileName: upload.file.name, file: upload.file.bytes });
			id = batch.id;
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			if (error.field !== 'file') return refuse(error.status, 'organisation', { code: error.code }, organisationId);
			return refuse(error.status, 'file', error.detail ?? { code: error.code }, organisationId);
		}
		redirect(303, href(`/desk/import/${id}`));
	},
};
