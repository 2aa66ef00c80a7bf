import { randomUUID } from 'node:crypto';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { idIn } from '#lib/server/events/input.ts';
import { audienceOf, messageInput } from '#lib/server/events/messages/message-input.ts';
import { previewMessage, sendMessage, sendSample, viewMessages } from '#lib/server/events/messages/send-message.ts';
import { typedIn } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	const { event: row, phase, may } = await viewOrganised(event.locals.mitra, member, event.params.id);
	return {
		view: { event: { id: row.id, names: row.names, languages: row.languages, timeZone: row.timeZone }, phase, may, sent: may.writeToMany ? (await viewMessages(event.locals.mitra, member, row.id)).sent : [] },
		audience: audienceOf(event.url.searchParams),
		/** Of the letter that is begun here: however often its form is sent, it leaves once. */
		letter: randomUUID(),
	};
};

export const actions: Actions = {
	preview: eventAction(async ({ context, member, form, eventId, languages }) => ({ preview: await previewMessage(context, member, { eventId, audience: audienceOf(form), message: messageInput(form, languages) }), typed: typedIn(form) }), 'previewed'),
	sample: eventAction(async ({ context, member, form, eventId, languages }) => {
		const input = { eventId, audience: audienceOf(form), message: messageInput(form, languages) };
		const { letters } = await sendSample(context, member, input);
		return { about: String(letters), preview: await previewMessage(context, member, input), typed: typedIn(form) };
	}, 'sampled'),
	send: eventAction(async ({ context, member, form, eventId, languages }) => {
		const { recipients } = await sendMessage(context, member, { id: idIn(form, 'id') ?? randomUUID(), eventId, audience: audienceOf(form), message: messageInput(form, languages), expected: Number(form.get('count')) });
		return { about: String(recipients) };
	}, 'sent'),
};
