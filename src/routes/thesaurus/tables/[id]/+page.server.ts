import { fail, redirect } from '@sveltejs/kit';
import { actingMember, asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { changedCells } from '#lib/server/thesaurus/check-cells.ts';
import { confirmUpload, previewUpload } from '#lib/server/thesaurus/upload-table.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const ROWS_SHOWN = 200;

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { upload: null };
	const { upload, plan } = await previewUpload(event.locals.mitra, pageMember(event), event.params.id);
	const rows = (plan?.rows ?? []).map(({ line, plan: { id, isNew, before, after }, problems }) => ({
		line,
		id,
		kind: problems.length > 0 ? ('bad' as const) : isNew ? ('new' as const) : changedCells({ before, after }).length > 0 ? ('changed' as const) : ('same' as const),
		changes: changedCells({ before, after }).filter((cell) => cell !== 'area').map((cell) => ({ cell, before: before[cell], after: after[cell] })),
		problems: problems.map(({ cell, code, value, limit }) => ({ cell, code, ...(value === undefined ? {} : { value }), ...(limit === undefined ? {} : { limit }) })),
	}));
	const count = (kind: (typeof rows)[number]['kind']) => rows.filter((row) => row.kind === kind).length;
	const telling = rows.filter(({ kind }) => kind !== 'same').sort((a, b) => Number(b.kind === 'bad') - Number(a.kind === 'bad') || a.line - b.line);
	return {
		upload: { fileName: upload.fileName, applied: upload.appliedAt === null ? null : { cells: upload.appliedCells ?? 0, at: upload.appliedAt } },
		digest: plan?.digest ?? '',
		counts: { bad: count('bad'), new: count('new'), changed: count('changed'), same: count('same') },
		rows: telling.slice(0, ROWS_SHOWN),
		hidden: Math.max(0, telling.length - ROWS_SHOWN),
	};
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		try {
			await confirmUpload(event.locals.mitra, who.member, { id: event.params.id, digest: String(form.get('digest') ?? '') });
		} catch (error) {
			if (!isExpectedError(error) || error.code === 'not_found') throw error;
			return fail(error.status, { failed: error.code });
		}
		await event.locals.mitra.livingThesaurus.reload();
		redirect(303, href(`/thesaurus/tables/${event.params.id}`));
	},
};
