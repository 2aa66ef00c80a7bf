import type { MeetingOutcome, MeetingState, Presence } from '#lib/meetings/vocabulary.ts';

/**
 * Whether a meeting was held, by what its people say of it: not, as soon as one of them says that it did not take place, or where
 * fewer than two are known to have come. Where they disagree the doubt counts against it, so that a figure of meetings held is never
 * too high. What the desk has noted of it decides, whatever they say.
 */
export function heldOrNot(meeting: { state: MeetingState; byDesk: boolean }, parties: readonly { outcome: MeetingOutcome | null; presence: Presence }[]): MeetingState {
	if (meeting.byDesk) return meeting.state;
	const denied = parties.some(({ outcome }) => outcome === 'not_held');
	return denied || parties.filter(({ presence }) => presence !== 'absent').length < 2 ? 'no_show' : 'held';
}
