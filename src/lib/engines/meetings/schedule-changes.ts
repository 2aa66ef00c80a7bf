import type { HeldMeeting, RequestInput } from './types.ts';

/** What is different in one meeting between two schedules. Another interpreter alone concerns the interpreters, not the parties. */
export type MeetingChange =
	| { change: 'added'; request: string; after: HeldMeeting }
	| { change: 'cancelled'; request: string; before: HeldMeeting }
	| { change: 'moved'; request: string; before: HeldMeeting; after: HeldMeeting }
	| { change: 'other-table'; request: string; before: HeldMeeting; after: HeldMeeting }
	| { change: 'other-interpreter'; request: string; before: HeldMeeting; after: HeldMeeting };

/** The meetings in which two schedules differ, those of the earlier one first, in its order. */
export function scheduleChanges(before: readonly HeldMeeting[], after: readonly HeldMeeting[]): MeetingChange[] {
	const now = new Map(after.map((meeting) => [meeting.request, meeting]));
	const then = new Set(before.map(({ request }) => request));
	return [
		...before.flatMap((meeting) => changeOf(meeting, now.get(meeting.request))),
		...after.filter(({ request }) => !then.has(request)).map((meeting): MeetingChange => ({ change: 'added', request: meeting.request, after: meeting })),
	];
}

function changeOf(before: HeldMeeting, after: HeldMeeting | undefined): MeetingChange[] {
	const { request } = before;
	if (!after) return [{ change: 'cancelled', request, before }];
	if (before.slot !== after.slot) return [{ change: 'moved', request, before, after }];
	if (before.table !== after.table) return [{ change: 'other-table', request, before, after }];
	return before.interpreter === after.interpreter ? [] : [{ change: 'other-interpreter', request, before, after }];
}

/** The changes by whom they concern: parties by their own meetings, interpreters by the meetings that they serve or served. */
export function changesByPerson(requests: readonly RequestInput[], changes: readonly MeetingChange[]): { participants: Map<string, MeetingChange[]>; interpreters: Map<string, MeetingChange[]> } {
	const partiesOf = new Map(requests.map(({ id, participants }) => [id, participants]));
	const concerned = { participants: new Map<string, MeetingChange[]>(), interpreters: new Map<string, MeetingChange[]>() };
	const tell = (people: Map<string, MeetingChange[]>, who: string, change: MeetingChange) => people.set(who, [...(people.get(who) ?? []), change]);
	for (const change of changes) {
		const serving = [...('before' in change ? [change.before] : []), ...('after' in change ? [change.after] : [])].flatMap(({ interpreter }) => interpreter ?? []);
		for (const interpreter of new Set(serving)) tell(concerned.interpreters, interpreter, change);
		if (change.change !== 'other-interpreter') for (const participant of partiesOf.get(change.request) ?? []) tell(concerned.participants, participant, change);
	}
	return concerned;
}
