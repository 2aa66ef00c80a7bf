import type { DockingNews } from '#lib/docking/vocabulary.ts';
import type { MeetingState } from '#lib/rooms/vocabulary.ts';

/** What happens to a meeting: it is fixed at one of the proposed times, moved to another, or called off. */
export const MEETING_EVENTS = ['fix', 'move', 'cancel'] as const;
export type MeetingEvent = (typeof MEETING_EVENTS)[number];

/** The state after an event; undefined where it cannot happen. The only place where the states of a meeting follow one another. */
export function nextMeetingState(state: MeetingState, event: MeetingEvent): MeetingState | undefined {
	switch (event) {
		case 'fix':
			return state === 'proposed' ? 'fixed' : undefined;
		case 'move':
			return state === 'fixed' ? 'fixed' : undefined;
		case 'cancel':
			return state === 'proposed' || state === 'fixed' ? 'cancelled' : undefined;
	}
}

/** Who brings an event about, what must be there, and what calendars are told (RFC 5546). Everybody else in the room gets a letter. */
export const MEETING_EVENT_RULES: Record<MeetingEvent, { may: 'steerMeeting'; needs: string; calendar: 'REQUEST' | 'CANCEL'; tells: DockingNews }> = {
	fix: { may: 'steerMeeting', needs: 'one of the proposed times, ahead of now', calendar: 'REQUEST', tells: 'meeting' },
	move: { may: 'steerMeeting', needs: 'another time, ahead of now', calendar: 'REQUEST', tells: 'meeting' },
	cancel: { may: 'steerMeeting', needs: 'nothing; calendars are told where they knew of it', calendar: 'CANCEL', tells: 'meeting' },
};

/** The number that calendars compare by: counts from when they first hear of the meeting. */
export function nextSequence(state: MeetingState, sequence: number, event: MeetingEvent): number {
	return event === 'fix' || state === 'proposed' ? sequence : sequence + 1;
}
