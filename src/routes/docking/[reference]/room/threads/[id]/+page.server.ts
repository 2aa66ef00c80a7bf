import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { uuidOf } from '#lib/server/platform/uuid.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { roomsContext, type RoomsContext } from '#lib/server/rooms/context.ts';
import { idOf, messageInput, translationInput } from '#lib/server/rooms/input.ts';
import { translateByHand, translateByMachine } from '#lib/server/rooms/messages/translate-message.ts';
import { viewThread, type ThreadView } from '#lib/server/rooms/messages/view-thread.ts';
import { zoneOfPerson } from '#lib/server/rooms/meetings/invite.ts';
import { writeMessage } from '#lib/server/rooms/messages/write-message.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const numberIn = (search: URLSearchParams, name: string): number | undefined => {
	const value = Number(search.get(name));
	return Number.isSafeInteger(value) && value > 0 ? value : undefined;
};

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null as ThreadView | null, zone: 'UTC', answering: null as number | null };
	const member = pageMember(event);
	const { mitra, language } = event.locals;
	const search = event.url.searchParams;
	const [before, at, words] = [numberIn(search, 'before'), numberIn(search, 'at'), numberIn(search, 'words')];
	const view: ThreadView | null = await viewThread(roomsContext(mitra), member, {
		reference: event.params.reference,
		threadId: uuidOf(event.params.id),
		language,
		...(before === undefined ? {} : { before }),
		...(at === undefined ? {} : { at }),
		...(words === undefined ? {} : { words }),
	});
	return { view: view as ThreadView | null, zone: await zoneOfPerson(mitra.db, member.userId), answering: numberIn(search, 'answer') ?? null };
};

interface Job {
	context: RoomsContext;
	member: Member;
	form: FormData;
	reference: string;
	threadId: string;
	language: App.Locals['language'];
}

/** One button of the page: done, the message that it was about is shown. */
const act = (work: (job: Job) => Promise<number>) => (event: RequestEvent<{ reference: string; id: string }>) =>
	memberForm(event, async (member, form) => {
		const { reference, id } = event.params;
		const messageId = await work({ context: roomsContext(event.locals.mitra), member, form, reference, threadId: uuidOf(id), language: event.locals.language });
		redirect(303, `${href(`/docking/${encodeURIComponent(reference)}/room/threads/${id}?at=${messageId}`)}#m${messageId}`);
	});

export const actions: Actions = {
	write: act(({ context, member, form, reference, threadId, language }) => writeMessage(context, member, { reference, threadId, message: messageInput(form, language) })),
	translate: act(async ({ context, member, form, reference, language }) => {
		const messageId = idOf(form, 'message');
		await translateByMachine(context, member, { reference, messageId, to: language });
		return messageId;
	}),
	byHand: act(async ({ context, member, form, reference, language }) => {
		const { messageId, text } = translationInput(form);
		await translateByHand(context, member, { reference, messageId, to: language, text });
		return messageId;
	}),
};
