import { redirect } from '@sveltejs/kit';
import { instantOf } from '#lib/rooms/zoned-time.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { choiceInput, clockOf, countOf, dayOf, idIn, wrong } from '#lib/server/events/input.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { viewFrame } from '#lib/server/meetings/frame/view-frame.ts';
import { markAway, markBack } from '#lib/server/meetings/live/away.ts';
import { reportAtDesk, REPORTS } from '#lib/server/meetings/live/report-meeting.ts';
import { reportOthersHeld, takeOthersBack } from '#lib/server/meetings/live/report-others-held.ts';
import { viewLive } from '#lib/server/meetings/live/view-live.ts';
import { addWalkIn } from '#lib/server/meetings/live/walk-in.ts';
import { beginRepair } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { href, reader } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { searchParams } = event.url;
	return { view: await viewLive(event.locals.mitra, pageMember(event), { eventId: event.params.id, slot: idOfAddress(searchParams.get('slot') ?? ''), find: cleanLine(searchParams.get('find')) }) };
};

type Context = ReturnType<typeof meetingsContext>;
type Member = Parameters<typeof markAway>[1];
const action = (work: (context: Context, member: Member, eventId: string, form: FormData) => Promise<unknown>, done: string) => (event: RequestEvent) =>
	memberForm(event, async (member, form) => {
		await work(meetingsContext(event.locals.mitra), member, event.params.id, form);
		return { done };
	});

/** The same where it is said of how many meetings it was done. */
const counted = (work: (context: Context, member: Member, eventId: string, form: FormData) => Promise<{ meetings: number }>, done: string) => (event: RequestEvent) =>
	memberForm(event, async (member, form) => ({ done, about: String((await work(meetingsContext(event.locals.mitra), member, event.params.id, form)).meetings) }));

/** When somebody comes after all: a day and an hour on the event's clocks; null where no hour is said. */
async function comesAt(context: Context, member: Member, eventId: string, form: FormData): Promise<Date | null> {
	if (cleanLine(form.get('until')) === '') return null;
	const [day, clock] = [dayOf(form, 'day', true), clockOf(form, 'until')];
	const { event } = await viewFrame(context, member, eventId);
	const at = instantOf(event.timeZone, `${day}T${clock}`);
	if (!at) throw wrong('until', 'hours');
	return at;
}

export const actions: Actions = {
	report: action((context, member, eventId, form) => reportAtDesk(context, member, { eventId, meetingId: idIn(form), report: choiceInput(form, 'report', REPORTS), who: idIn(form, 'who') }), 'saved'),
	away: action(async (context, member, eventId, form) => markAway(context, member, { eventId, registrationId: idIn(form, 'person'), until: await comesAt(context, member, eventId, form) }), 'away'),
	othersHeld: counted((context, member, eventId, form) => reportOthersHeld(context, member, { eventId, slotId: idIn(form) }), 'othersHeld'),
	othersBack: counted((context, member, eventId, form) => takeOthersBack(context, member, { eventId, reportId: idIn(form) }), 'othersBack'),
	back: action((context, member, eventId, form) => markBack(context, member, { eventId, registrationId: idIn(form) }), 'saved'),
	walkIn: action((context, member, eventId, form) => addWalkIn(context, member, { eventId, form, reader: reader() }), 'walkIn'),
	repair: async (event) => {
		const answer = await memberForm(event, async (member, form) => ({ made: await beginRepair(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, frozenMinutes: countOf(form, 'frozen', 1440) ?? 0 }) }));
		if ('made' in answer) redirect(303, href(`/desk/events/${event.params.id}/meetings/schedules/${answer.made}`));
		return answer;
	},
};
