import { error, redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { idIn, wrong } from '#lib/server/events/input.ts';
import { lockMeeting, moveMeeting, takeOff } from '#lib/server/meetings/board/move-meeting.ts';
import type { BoardChange } from '#lib/meetings/board.ts';
import { swapMeetings } from '#lib/server/meetings/board/swap-meetings.ts';
import { undoStep } from '#lib/server/meetings/board/undo-step.ts';
import { viewBoard, type BoardFilters } from '#lib/server/meetings/board/view-board.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { beginSchedule } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { href, reader } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** The part of the board that an address asks for. */
function filtersOf({ searchParams: asked }: URL): BoardFilters {
	const [only, page] = [(['conflicts', 'without'] as const).find((each) => each === asked.get('only')), Number(asked.get('page') ?? 1)];
	return { by: asked.get('by') === 'tables' ? 'tables' : 'people', day: idOfAddress(asked.get('day') ?? ''), words: (asked.get('q') ?? '').slice(0, 100), only: only ?? 'all', country: /^[A-Z]{2}$/.exec(asked.get('country') ?? '')?.[0] ?? null, organisation: idOfAddress(asked.get('organisation') ?? ''), page: Number.isInteger(page) && page > 0 ? page : 1, chosen: idOfAddress(asked.get('meeting') ?? ''), language: reader() };
}

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const [member, id, filters] = [pageMember(event), idOfAddress(event.params.schedule), filtersOf(event.url)];
	if (!id) error(404);
	const view = await viewBoard(event.locals.mitra, member, { eventId: event.params.id, id, filters });
	const { language: _reader, ...shown } = filters;
	return { view: { ...view, filters: shown } };
};

interface Job {
	context: ReturnType<typeof meetingsContext>;
	member: Parameters<typeof undoStep>[1];
	form: FormData;
	target: { eventId: string; scheduleId: string | null; requestId: string | null; chosen: string | null };
}

/** A step on the board; the address keeps what of it is shown. What is different then is answered with it, so that nothing else need be read. */
const step = (work: (job: Job) => Promise<{ change: BoardChange | null; done?: string }>, done: string) => (event: RequestEvent) =>
	memberForm(event, async (member, form) => {
		const target = { eventId: event.params.id, scheduleId: idOfAddress(event.params.schedule), requestId: idIn(form, 'meeting'), chosen: idOfAddress(event.url.searchParams.get('meeting') ?? '') };
		return { done, ...(await work({ context: meetingsContext(event.locals.mitra), member, form, target })) };
	});

export const actions: Actions = {
	move: step(async ({ context, member, form, target }) => ({ change: await moveMeeting(context, member, { ...target, slotId: idIn(form, 'slot'), tableId: idIn(form, 'table') }) }), 'moved'),
	off: step(async ({ context, member, target }) => ({ change: await takeOff(context, member, target) }), 'off'),
	swap: step(async ({ context, member, form, target }) => {
		await swapMeetings(context, member, { ...target, otherId: idIn(form, 'other') });
		return { change: null };
	}, 'swapped'),
	lock: step(async ({ context, member, form, target }) => ({ change: await lockMeeting(context, member, { ...target, locked: form.get('locked') === 'yes' }) }), 'saved'),
	/** Plans the meetings of the people who were ticked anew, from this board on. */
	rerun: async (event) => {
		const from = idOfAddress(event.params.schedule);
		const answer = await memberForm(event, async (member, form) => {
			if (form.getAll('people').length === 0) throw wrong('people', 'nobody_ticked');
			return { made: await beginSchedule(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, form, from }) };
		});
		if ('made' in answer) redirect(303, href(`/desk/events/${event.params.id}/meetings/schedules/${answer.made}`));
		return answer;
	},
	undo: step(async ({ context, member, form, target }) => {
		const { run, change } = await undoStep(context, member, { ...target, anyway: form.get('anyway') === 'yes' });
		return { change, done: run ? 'run-undone' : 'undone' };
	}, 'undone'),
};
