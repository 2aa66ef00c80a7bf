import { error, redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { idIn, wordsOf } from '#lib/server/events/input.ts';
import { undoStep } from '#lib/server/meetings/board/undo-step.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { publishSchedule } from '#lib/server/meetings/schedules/publish-schedule.ts';
import { beginSchedule, removeSchedule, stopSchedule } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { takePublicationBack } from '#lib/server/meetings/schedules/take-back.ts';
import { viewSchedule } from '#lib/server/meetings/schedules/view-schedules.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { href, reader } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const [member, id] = [pageMember(event), idOfAddress(event.params.schedule)];
	if (!id) error(404);
	return { view: await viewSchedule(event.locals.mitra, member, { eventId: event.params.id, id, other: idOfAddress(event.url.searchParams.get('with') ?? '') }) };
};

interface Job {
	context: ReturnType<typeof meetingsContext>;
	member: Parameters<typeof stopSchedule>[1];
	form: FormData;
	eventId: string;
	id: string | null;
}
const jobOf = (event: RequestEvent, member: Job['member'], form: FormData): Job => ({ context: meetingsContext(event.locals.mitra), member, form, eventId: event.params.id, id: idOfAddress(event.params.schedule) });
/** What leads to another page. */
const leading = (work: (job: Job) => Promise<string>) => async (event: RequestEvent) => {
	const answer = await memberForm(event, async (member, form) => ({ to: await work(jobOf(event, member, form)) }));
	if ('to' in answer) redirect(303, href(`/desk/events/${event.params.id}/meetings/schedules${answer.to}`));
	return answer;
};

export const actions: Actions = {
	stop: (event) =>
		memberForm(event, async (member, form) => {
			const { context, eventId, id } = jobOf(event, member, form);
			await stopSchedule(context, member, { eventId, id });
			return { done: 'stops' };
		}),
	publish: (event) =>
		memberForm(event, async (member, form) => {
			const { context, eventId, id } = jobOf(event, member, form);
			const text = wordsOf(form, 'words', 600);
			const { told, late } = await publishSchedule(context, member, { eventId, id, words: text === '' ? null : { text, language: reader() } });
			return { done: late > 0 ? 'published-late' : 'published', about: String(told) };
		}),
	undo: (event) =>
		memberForm(event, async (member, form) => {
			const { context, eventId, id } = jobOf(event, member, form);
			const { run } = await undoStep(context, member, { eventId, scheduleId: id, anyway: form.get('anyway') === 'yes' });
			return { done: run ? 'run-undone' : 'undone' };
		}),
	unpublish: (event) =>
		memberForm(event, async (member, form) => {
			const { context, eventId, id } = jobOf(event, member, form);
			const { told } = await takePublicationBack(context, member, { eventId, id, anyway: form.get('anyway') === 'yes' });
			return { done: 'unpublished', about: String(told) };
		}),
	begin: leading(async ({ context, member, form, eventId }) => `/${await beginSchedule(context, member, { eventId, form, from: idIn(form, 'base') })}`),
	remove: leading(async ({ context, member, eventId, id }) => {
		await removeSchedule(context, member, { eventId, id });
		return '';
	}),
};
