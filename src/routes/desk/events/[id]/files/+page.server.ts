import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { moveInList } from '#lib/server/events/change-order.ts';
import { viewFiles, viewOrganised } from '#lib/server/events/desk-view.ts';
import { addDocument, removeDocument } from '#lib/server/events/documents.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { idIn } from '#lib/server/events/input.ts';
import { addPhotos, captionPhoto, removePhoto } from '#lib/server/events/photos.ts';
import { fileOf, filesOf } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	const { event: row, phase, may, sessions } = await viewOrganised(event.locals.mitra, member, event.params.id);
	return { view: { event: { id: row.id, names: row.names, languages: row.languages }, phase, may, sessions: sessions.map(({ id, titles }) => ({ id, titles })), ...(await viewFiles(event.locals.mitra, member, event.params.id)) } };
};

export const actions: Actions = {
	document: eventAction(({ context, member, form, eventId }) => addDocument(context, member, { eventId, form, file: fileOf(form, 'file') })),
	removeDocument: eventAction(({ context, member, form, eventId }) => removeDocument(context, member, { eventId, id: idIn(form) }), 'removed'),
	photo: eventAction(({ context, member, form, eventId }) => addPhotos(context, member, { eventId, form, files: filesOf(form, 'file') })),
	caption: eventAction(({ context, member, form, eventId }) => captionPhoto(context, member, { eventId, form })),
	movePhoto: eventAction(({ context, member, form, eventId }) => moveInList(context, member, { eventId, of: 'photo', form })),
	removePhoto: eventAction(({ context, member, form, eventId }) => removePhoto(context, member, { eventId, id: idIn(form) }), 'removed'),
};
