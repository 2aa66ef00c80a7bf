import { isLive } from '#lib/events/phase.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { eventRules, type EventForRules } from '#lib/server/events/rules.ts';

const lasts = (event: EventForRules) => event.phase === 'draft' || isLive(event);

/** Who may do what with the meetings of an event as a whole. */
export const meetingDeskRules = {
	/** Frame, schedules, board, live board, figures: also of what is over or cancelled. */
	view: eventRules.viewInside,
	/** Slots, limits, interpreters, schedules, moves, publishing: until the event is over. */
	arrange: (actor: Actor, event: EventForRules): boolean => lasts(event) && eventRules.organise(actor, event),
	/** To note who came late or not at all, and what was held: also afterwards, for the figures. */
	record: (actor: Actor, event: EventForRules): boolean => (event.phase === 'running' || event.phase === 'over') && eventRules.organise(actor, event),
} as const;
export const MEETING_DESK_RIGHTS = Object.keys(meetingDeskRules) as (keyof typeof meetingDeskRules)[];
export type MeetingDeskRight = keyof typeof meetingDeskRules;

/** What a rule needs to know of one meeting. */
export interface MeetingForRules extends EventForRules {
	/** The people of both sides. */
	parties: ReadonlySet<string>;
}

/** Who may do what with one meeting while the event runs. */
export const liveMeetingRules = {
	/** To say that one is late, that the other has not come, or that it was held: either side. */
	report: (actor: Actor, { phase, parties }: MeetingForRules): boolean => isSignedIn(actor) && !actor.support && !actor.scopes && phase === 'running' && parties.has(actor.userId),
} as const;
export const LIVE_MEETING_RIGHTS = Object.keys(liveMeetingRules) as (keyof typeof liveMeetingRules)[];
