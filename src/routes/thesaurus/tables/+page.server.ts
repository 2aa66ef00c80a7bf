import { fail, redirect } from '@sveltejs/kit';
import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { newestChanges } from '#lib/server/thesaurus/queries.ts';
import { UPLOAD_BYTES, uploadTable } from '#lib/server/thesaurus/upload-table.ts';
import { UPLOAD_ROWS } from '#lib/server/thesaurus/plan-upload.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const CHANGES_SHOWN = 40;

export const load: PageServerLoad = async ({ locals }) => {
	const { mitra, language } = locals;
	const { thesaurus } = mitra;
	const counts = new Map<string, number>();
	for (const { area } of thesaurus.all()) counts.set(area, (counts.get(area) ?? 0) + 1);
	return {
		areas: [...counts].map(([id, concepts]) => ({ id, concepts, label: thesaurus.label(id, language) })),
		concepts: thesaurus.size,
		limits: { bytes: UPLOAD_BYTES, rows: UPLOAD_ROWS },
		changes: (await newestChanges(mitra.db, CHANGES_SHOWN)).map(({ change, name }) => ({
			id: change.id,
			at: change.at,
			name,
			byRelease: change.by === null,
			concept: change.conceptId,
			label: thesaurus.label(change.conceptId, language),
			cell: change.cell,
			before: change.before,
			after: change.after,
		})),
	};
};

export const actions: Actions = {
	default: async (event) => {
		const member = pageMember(event);
		const form = await event.request.formData();
		const file = form.get('file');
		if (!(file instanceof File) || file.size === 0) return fail(422, { problem: { code: 'no_file', value: '', limit: 0 } });
		let id: string;
		try {
			const result = await uploadTable(event.locals.mitra, member, { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
			if ('problem' in result) return fail(422, { problem: { value: '', limit: 0, ...result.problem } });
			id = result.id;
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			return fail(error.status, { problem: { code: error.code, value: '', limit: 0 } });
		}
		redirect(303, href(`/thesaurus/tables/${id}`));
	},
};
