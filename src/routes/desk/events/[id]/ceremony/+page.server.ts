import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { choosePhoto, moveSigning, noteOnStage } from '#lib/server/ceremony/conduct.ts';
import { publishOrder } from '#lib/server/ceremony/publish-order.ts';
import { saveSignatories } from '#lib/server/ceremony/save-signatories.ts';
import { signAtCeremony } from '#lib/server/ceremony/sign-at-ceremony.ts';
import { viewCeremonies } from '#lib/server/ceremony/view-ceremony.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { idIn, wrong } from '#lib/server/events/input.ts';
import { fileOf } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	return { view: await viewCeremonies(event.locals.mitra, pageMember(event), event.params.id) };
};

export const actions: Actions = {
	move: eventAction(({ context, member, form, eventId }) => moveSigning(context, member, { eventId, form })),
	order: eventAction(({ context, member, form, eventId }) => publishOrder(context, member, { eventId, form })),
	stage: eventAction(({ context, member, form, eventId }) => noteOnStage(context, member, { eventId, form })),
	photos: eventAction(({ context, member, form, eventId }) => choosePhoto(context, member, { eventId, form })),
	signatories: eventAction(({ context, member, form, eventId }) => saveSignatories(context, member, { eventId, id: idIn(form), form })),
	sign: eventAction(async ({ context, member, form, eventId, event }) => {
		const scan = fileOf(form, 'scan');
		if (!scan) throw wrong('scan', 'required');
		const source = new Uint8Array(await scan.arrayBuffer());
		await signAtCeremony(context, member, { eventId, id: idIn(form), expected: Number(form.get('version')) || 0, as: form.get('how') === 'record' ? 'record' : 'attest', language: event.locals.language, scan: { name: scan.name, source } });
	}),
};
