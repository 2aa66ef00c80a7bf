import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { afterOf } from '#lib/server/docking/lists/queries.ts';
import { uuidOf } from '#lib/server/platform/uuid.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { roomsContext, type RoomsContext } from '#lib/server/rooms/context.ts';
import { proposalInput, summaryInput, taskInput, threadInput } from '#lib/server/rooms/input.ts';
import { proposeMeeting } from '#lib/server/rooms/meetings/change-meeting.ts';
import { zoneChoices } from '#lib/server/rooms/meetings/view-meeting.ts';
import { openThread } from '#lib/server/rooms/messages/write-message.ts';
import { addTask, changeTask } from '#lib/server/rooms/to-do/change-task.ts';
import type { TaskEvent } from '#lib/server/rooms/to-do/to-do.ts';
import { viewRoom } from '#lib/server/rooms/view-room.ts';
import { writeSummary } from '#lib/server/rooms/write-summary.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

type View = Awaited<ReturnType<typeof viewRoom>>;

export const load: PageServerLoad = async (event) => {
	const done = event.url.searchParams.has('done');
	if (asksToSignIn(event)) return { view: null as View | null, zones: [] as string[], older: false, done };
	const member = pageMember(event);
	const context = roomsContext(event.locals.mitra);
	const after = afterOf(event.url.searchParams.get('after'));
	const view: View | null = await viewRoom(context, member, { reference: event.params.reference, language: event.locals.language, after });
	return { view: view as View | null, zones: view.may.write ? zoneChoices(view.zone) : [], older: after !== null, done };
};

interface Job {
	context: RoomsContext;
	member: Member;
	form: FormData;
	reference: string;
	language: App.Locals['language'];
}

/** One button of the page: done, the page, or the one that was made, is shown. */
const act = (work: (job: Job) => Promise<string | void>) => (event: RequestEvent<{ reference: string }>) =>
	memberForm(event, async (member, form) => {
		const { reference } = event.params;
		const place = await work({ context: roomsContext(event.locals.mitra), member, form, reference, language: event.locals.language });
		redirect(303, href(`/docking/${encodeURIComponent(reference)}/room${place ?? '?done'}`));
	});

const task = (event: TaskEvent) =>
	act(({ context, member, form, reference }) => changeTask(context, member, { reference, taskId: uuidOf(String(form.get('task') ?? '')), expected: Number(form.get('version')) || 0, event }));

export const actions: Actions = {
	open: act(async ({ context, member, form, reference, language }) => `/threads/${await openThread(context, member, { reference, ...threadInput(form, language) })}`),
	summarise: act(({ context, member, form, reference, language }) => writeSummary(context, member, { reference, summary: summaryInput(form, language) })),
	addTask: act(({ context, member, form, reference, language }) => addTask(context, member, { reference, task: taskInput(form, language, context.clock()) })),
	finish: task('finish'),
	drop: task('drop'),
	reopen: task('reopen'),
	propose: act(async ({ context, member, form, reference, language }) => `/meetings/${await proposeMeeting(context, member, { reference, meeting: proposalInput(form, language, context.clock()) })}`),
};
