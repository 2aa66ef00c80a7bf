import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { idIn } from '#lib/server/events/input.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { beginSchedule, copyStanding } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { viewSchedules } from '#lib/server/meetings/schedules/view-schedules.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	return { view: await viewSchedules(event.locals.mitra, pageMember(event), event.params.id) };
};

/** What makes a schedule leads to its page. */
const making = (work: (job: { context: ReturnType<typeof meetingsContext>; member: Parameters<typeof copyStanding>[1]; form: FormData; eventId: string }) => Promise<string>) => async (event: RequestEvent) => {
	const answer = await memberForm(event, async (member, form) => ({ made: await work({ context: meetingsContext(event.locals.mitra), member, form, eventId: event.params.id }) }));
	if ('made' in answer) redirect(303, href(`/desk/events/${event.params.id}/meetings/schedules/${answer.made}`));
	return answer;
};

export const actions: Actions = {
	begin: making(({ context, member, form, eventId }) => beginSchedule(context, member, { eventId, form, from: idIn(form, 'base') })),
	copy: making(({ context, member, eventId }) => copyStanding(context, member, { eventId })),
};
