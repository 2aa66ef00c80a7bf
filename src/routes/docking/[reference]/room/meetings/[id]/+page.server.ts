import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { uuidOf } from '#lib/server/platform/uuid.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { roomsContext, type RoomsContext } from '#lib/server/rooms/context.ts';
import { answersInput, moveInput } from '#lib/server/rooms/input.ts';
import { answerMeeting, cancelMeeting, fixMeeting, moveMeeting } from '#lib/server/rooms/meetings/change-meeting.ts';
import { viewMeeting, zoneChoices } from '#lib/server/rooms/meetings/view-meeting.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

type View = Awaited<ReturnType<typeof viewMeeting>>;

export const load: PageServerLoad = async (event) => {
	const done = event.url.searchParams.has('done');
	if (asksToSignIn(event)) return { view: null as View | null, zones: [] as string[], done };
	const member = pageMember(event);
	const context = roomsContext(event.locals.mitra);
	const view: View | null = await viewMeeting(context, member, { reference: event.params.reference, meetingId: uuidOf(event.params.id) });
	return { view: view as View | null, zones: view.may.move ? zoneChoices(view.zones[0]!) : [], done };
};

interface Job {
	context: RoomsContext;
	member: Member;
	form: FormData;
	/** What is changed, and the version that the person saw. */
	about: { reference: string; meetingId: string; expected: number };
}

/** One button of the page: done, the page is shown anew. */
const act = (work: (job: Job) => Promise<void>) => (event: RequestEvent<{ reference: string; id: string }>) =>
	memberForm(event, async (member, form) => {
		const { reference, id } = event.params;
		await work({ context: roomsContext(event.locals.mitra), member, form, about: { reference, meetingId: uuidOf(id), expected: Number(form.get('version')) || 0 } });
		redirect(303, href(`/docking/${encodeURIComponent(reference)}/room/meetings/${id}?done`));
	});

export const actions: Actions = {
	answer: act(({ context, member, form, about }) => answerMeeting(context, member, { ...about, answers: answersInput(form) })),
	fix: act(({ context, member, form, about }) => fixMeeting(context, member, { ...about, slotId: String(form.get('slot') ?? '') })),
	move: act(({ context, member, form, about }) => moveMeeting(context, member, { ...about, ...moveInput(form, context.clock()) })),
	cancel: act(({ context, member, about }) => cancelMeeting(context, member, about)),
};
