import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { confidenceContext, type ConfidenceContext } from '#lib/server/confidence/context.ts';
import { addDockingFile, addFileVersion } from '#lib/server/confidence/files/add-file.ts';
import { changeDockingFile, removeDockingFile } from '#lib/server/confidence/files/change-file.ts';
import { listDockingFiles, type DockingFilesView } from '#lib/server/confidence/files/list-files.ts';
import { fileId, fileSettings, remarkIn, wrongField } from '#lib/server/confidence/input.ts';
import { fileOf, memberForm } from '#lib/server/membership/member-form.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const done = event.url.searchParams.get('done');
	if (asksToSignIn(event)) return { view: null as unknown as DockingFilesView, done, code: '' };
	const code = (event.url.searchParams.get('code') ?? '').trim().toUpperCase().slice(0, 20);
	return { view: await listDockingFiles(event.locals.mitra.db, pageMember(event), { reference: event.params.reference, code }), done, code };
};

interface Job {
	context: ConfidenceContext;
	member: Member;
	form: FormData;
	reference: string;
	language: App.Locals['language'];
}

/** One button of the page: done, the page is shown anew. */
const act = (name: string, work: (job: Job) => Promise<unknown>) => (event: RequestEvent<{ reference: string }>) =>
	memberForm(event, async (member, form) => {
		const { reference } = event.params;
		await work({ context: confidenceContext(event.locals.mitra), member, form, reference, language: event.locals.language });
		redirect(303, href(`/docking/${encodeURIComponent(reference)}/files?done=${name}`));
	});

/** The chosen file as the use cases take it in. Errors: invalid_input. */
function chosen(form: FormData) {
	const file = fileOf(form, 'file');
	if (!file) throw wrongField('file', 'required');
	return { name: file.name, source: file.stream() as unknown as AsyncIterable<Uint8Array> };
}
const idOf = (form: FormData) => fileId(String(form.get('id') ?? ''));

export const actions: Actions = {
	add: act('add', ({ context, member, form, reference, language }) => addDockingFile(context, member, { reference, settings: fileSettings(form), remark: remarkIn(form), language, ...chosen(form) })),
	version: act('version', ({ context, member, form, reference, language }) => addFileVersion(context, member, { reference, fileId: idOf(form), remark: remarkIn(form), language, ...chosen(form) })),
	settings: act('settings', ({ context, member, form, reference }) => changeDockingFile(context, member, { reference, fileId: idOf(form), settings: fileSettings(form) })),
	remove: act('remove', ({ context, member, form, reference }) => removeDockingFile(context, member, { reference, fileId: idOf(form) })),
};
