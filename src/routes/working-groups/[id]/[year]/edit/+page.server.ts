import type { RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { centreAction, type CentreJob } from '#lib/server/centres/centre-form.ts';
import { changeAgenda, changeParticipants, saveMeeting } from '#lib/server/centres/groups/edit-meeting.ts';
import { actionInput, agendaInput, decisionInput, idInput, meetingInput, minutesInput, participantInput, planItemInput, yearOf } from '#lib/server/centres/groups/input.ts';
import { adoptPlan, changePlan, linkItem, reportItem, startPlan } from '#lib/server/centres/groups/keep-plan.ts';
import { viewYearInside } from '#lib/server/centres/groups/view-group.ts';
import { agreeMinutes, changeAction, changeDecisions, recordAction, saveMinutes, wishForMinutes } from '#lib/server/centres/groups/write-minutes.ts';
import { choiceInput, dayOf, textsOf, versionOf, wordsOf } from '#lib/server/centres/input.ts';
import { LIMITS, PLAN_ITEM_STATES } from '#lib/centres/vocabulary.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	const { mitra } = event.locals;
	return { view: await viewYearInside(mitra.db, member, event.params.id, yearOf(event.params.year), mitra.clock()) };
};

type Event = RequestEvent<{ id: string; year: string }>;
type Job = Omit<CentreJob, 'centreId' | 'event'> & { at: { centreId: string; year: number } };
const yearAction = (work: (job: Job) => Promise<unknown>, done = 'saved') => (event: Event) =>
	centreAction(async ({ context, member, form, centreId }) => void (await work({ context, member, form, at: { centreId, year: yearOf(event.params.year) } })), done, 'group')(event as never);

export const actions: Actions = {
	meeting: yearAction(({ context, member, form, at }) => saveMeeting(context, member, { ...at, expected: form.get('new') ? null : versionOf(form), meeting: meetingInput(form) })),
	agenda: yearAction(({ context, member, form, at }) =>
		changeAgenda(context, member, { ...at, change: form.get('remove') ? { id: idInput(form, 'id'), remove: true } : form.get('id') ? { id: idInput(form, 'id'), save: agendaInput(form) } : { add: agendaInput(form) } }),
	),
	participant: yearAction(({ context, member, form, at }) => changeParticipants(context, member, { ...at, change: form.get('remove') ? { remove: idInput(form, 'remove') } : { add: participantInput(form) } })),
	minutes: yearAction(({ context, member, form, at }) => saveMinutes(context, member, { ...at, expected: versionOf(form), texts: minutesInput(form) })),
	agree: yearAction(({ context, member, form, at }) => agreeMinutes(context, member, { ...at, expected: versionOf(form) }), 'agreed'),
	wish: yearAction(({ context, member, form, at }) => wishForMinutes(context, member, { ...at, publish: form.get('publish') === 'yes' })),
	decision: yearAction(({ context, member, form, at }) => changeDecisions(context, member, { ...at, change: form.get('remove') ? { remove: idInput(form, 'remove') } : { add: decisionInput(form) } })),
	action: yearAction(({ context, member, form, at }) => recordAction(context, member, { ...at, action: actionInput(form) })),
	endAction: yearAction(({ context, member, form, at }) => {
		const step = form.get('step');
		const owner = String(form.get('owner') ?? '');
		const change =
			step === 'done' || step === 'dropped'
				? { end: step as 'done' | 'dropped', outcome: wordsOf(form, 'outcome', 2000) }
				: step === 'reopen'
					? { reopen: true as const }
					: step === 'remove'
						? { remove: true as const }
						: { handTo: owner === '' ? null : owner, dueOn: dayOf(form, 'due_on', true) };
		return changeAction(context, member, { ...at, actionId: idInput(form, 'id'), change });
	}),
	startPlan: yearAction(({ context, member, at }) => startPlan(context, member, at)),
	item: yearAction(({ context, member, form, at }) => changePlan(context, member, { ...at, change: form.get('remove') ? { id: idInput(form, 'id'), remove: true } : form.get('id') ? { id: idInput(form, 'id'), save: planItemInput(form) } : { add: planItemInput(form) } })),
	report: yearAction(({ context, member, form, at }) => reportItem(context, member, { ...at, itemId: idInput(form, 'id'), state: choiceInput(form, 'state', PLAN_ITEM_STATES), outcome: textsOf(form, 'outcome', { limit: LIMITS.action, lines: true }) })),
	link: yearAction(({ context, member, form, at }) => {
		// "event:<id>", "agreement:<id>" or "register:<number>": the type is part of the reference.
		const [type, id = ''] = cleanLine(form.get('link')).split(':');
		const change = form.get('remove') ? { remove: idInput(form, 'remove') } : type === 'agreement' ? { agreement: listingId(id) } : type === 'register' ? { register: Number(/^\d{1,15}$/.exec(id)?.[0] ?? 0) } : { event: id };
		return linkItem(context, member, { ...at, itemId: idInput(form, 'id'), change });
	}),
	adopt: yearAction(({ context, member, form, at }) => adoptPlan(context, member, { ...at, expected: versionOf(form) }), 'adopted'),
};
