import { isLive } from '#lib/events/phase.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { eventRules, type EventForRules } from '#lib/server/events/rules.ts';
import type { FrameState, InvitationState, MeetingState, RequestState } from '#lib/meetings/vocabulary.ts';

/** What a rule needs to know of the meetings of an event, and of the registration of whoever asks. */
export interface MeetingsForRules extends EventForRules {
	/** Null: the event has no meetings. */
	frame: FrameState | null;
	/** New requests are no longer taken. */
	pastDeadline: boolean;
	/** Null: not registered. Who interprets has no meetings of the own, also where that one had said to want some. */
	own: { personId: string; approved: boolean; joined: boolean; interprets: boolean } | null;
}

const isPerson = (actor: Actor, personId: string | null | undefined) => isSignedIn(actor) && actor.userId === personId;
/** Somebody at the site as oneself: not a program with a key, nor a helper who looks through another's eyes. */
const inPerson = (actor: Actor, personId: string | null | undefined) => isSignedIn(actor) && !actor.support && !actor.scopes && actor.userId === personId;
const approved = (actor: Actor, { own }: MeetingsForRules) => own !== null && own.approved && isPerson(actor, own.personId);
const interprets = (actor: Actor, meetings: MeetingsForRules) => approved(actor, meetings) && meetings.own!.interprets;
const joined = (actor: Actor, meetings: MeetingsForRules) => approved(actor, meetings) && meetings.own!.joined;
const takesPart = (actor: Actor, meetings: MeetingsForRules) => joined(actor, meetings) && !meetings.own!.interprets;
const shown = ({ frame, phase }: MeetingsForRules) => (frame === 'open' || frame === 'closed') && phase !== 'draft';

/** Who may do what with the meetings of an event as a participant. */
export const meetingsRules = {
	/** The part of an event for those who were approved for it. */
	view: (actor: Actor, meetings: MeetingsForRules): boolean => (shown(meetings) && approved(actor, meetings)) || (meetings.frame !== null && eventRules.viewInside(actor, meetings)),
	/** To say that one wants meetings, with what, and how many. */
	join: (actor: Actor, meetings: MeetingsForRules): boolean => meetings.frame === 'open' && isLive(meetings) && approved(actor, meetings) && !interprets(actor, meetings) && inPerson(actor, meetings.own?.personId),
	/** To take it back, at any time. */
	leave: (actor: Actor, meetings: MeetingsForRules): boolean => shown(meetings) && joined(actor, meetings) && inPerson(actor, meetings.own?.personId),
	/** To see who else wants meetings: only who wants some, and so is seen too. */
	browse: (actor: Actor, meetings: MeetingsForRules): boolean => (shown(meetings) && takesPart(actor, meetings)) || (meetings.frame !== null && eventRules.viewInside(actor, meetings)),
	/** To ask others, in person. */
	ask: (actor: Actor, meetings: MeetingsForRules): boolean => meetings.frame === 'open' && !meetings.pastDeadline && isLive(meetings) && takesPart(actor, meetings) && inPerson(actor, meetings.own?.personId),
	/** To meet on the spot whoever is there too, also without having wanted meetings before. */
	meetOnTheSpot: (actor: Actor, meetings: MeetingsForRules): boolean => shown(meetings) && meetings.phase === 'running' && approved(actor, meetings) && !interprets(actor, meetings) && inPerson(actor, meetings.own?.personId),
	/** To say in which slots one is not there: who wants meetings, and who interprets them. */
	paint: (actor: Actor, meetings: MeetingsForRules): boolean => shown(meetings) && isLive(meetings) && (joined(actor, meetings) || interprets(actor, meetings)) && inPerson(actor, meetings.own?.personId),
} as const;
export type MeetingsRight = keyof typeof meetingsRules;
export const MEETINGS_RIGHTS = Object.keys(meetingsRules) as MeetingsRight[];

/** What a rule needs to know of a request: the people on all sides. */
export interface RequestForRules extends EventForRules {
	state: RequestState;
	/** Nobody answered in time, though no job has said so yet. */
	lapsed: boolean;
	/** The organisers have proposed it, and nobody has answered. */
	proposed: boolean;
	from: string;
	/** Who was asked, also who has declined or was left out. */
	asked: readonly string[];
	/** Of these, who has not answered yet. */
	toAnswer: readonly string[];
	/** Who would meet: who asks, and who was asked and is still in it. */
	parties: readonly string[];
	/** All who would meet are approved for the event still. */
	allCome: boolean;
	/** Somebody has declined or not answered, and two or more would remain. */
	canGoOn: boolean;
	/** A meeting stands already. */
	placed: boolean;
}

/** Who may do what with a request for a meeting. */
export const requestRules = {
	view: (actor: Actor, request: RequestForRules): boolean => isPerson(actor, request.from) || request.asked.some((each) => isPerson(actor, each)) || eventRules.viewInside(actor, request),
	answer: (actor: Actor, request: RequestForRules): boolean => request.state === 'asked' && !request.lapsed && request.allCome && isLive(request) && request.toAnswer.some((each) => inPerson(actor, each)),
	withdraw: (actor: Actor, request: RequestForRules): boolean => (request.state === 'asked' || request.state === 'accepted') && !request.proposed && !request.placed && isLive(request) && inPerson(actor, request.from),
	/** To take a free slot for what was agreed on but found none. */
	book: (actor: Actor, request: RequestForRules): boolean => request.state === 'accepted' && !request.placed && request.allCome && isLive(request) && request.parties.some((each) => inPerson(actor, each)),
	/** To leave somebody out who has declined or does not answer: who asked decides it. */
	goOn: (actor: Actor, request: RequestForRules): boolean => request.state === 'asked' && !request.lapsed && request.canGoOn && isLive(request) && inPerson(actor, request.from),
} as const;
export type RequestRight = keyof typeof requestRules;
export const REQUEST_RIGHTS = Object.keys(requestRules) as RequestRight[];

/** What a rule needs to know of an invitation to somebody who is not registered. */
export interface InvitationForRules extends EventForRules {
	state: InvitationState;
	/** The person who invites. */
	from: string;
}

/** Who may do what with such an invitation. To send one is to ask; whom it went to answers through the link of the letter. */
export const invitationRules = {
	withdraw: (actor: Actor, invitation: InvitationForRules): boolean => invitation.state === 'open' && inPerson(actor, invitation.from),
} as const;
export const INVITATION_RIGHTS = Object.keys(invitationRules) as (keyof typeof invitationRules)[];

/** What a rule needs to know of a meeting that stands. */
export interface MeetingForRules extends EventForRules {
	state: MeetingState;
	/** Its end is past. */
	over: boolean;
	/** The people of all sides. */
	parties: readonly string[];
	interpreter: string | null;
}

/** Who may do what with a meeting. */
export const meetingRules = {
	view: (actor: Actor, meeting: MeetingForRules): boolean => [...meeting.parties, meeting.interpreter].some((each) => isPerson(actor, each)) || eventRules.viewInside(actor, meeting),
	/** Either side may call it off; one of several whom another asked leaves the rest to meet. */
	cancel: (actor: Actor, meeting: MeetingForRules): boolean => (meeting.state === 'planned' || meeting.state === 'late') && !meeting.over && isLive(meeting) && meeting.parties.some((each) => inPerson(actor, each)),
	/** To say what came of it, or that it did not take place: each side for itself, also where another has said otherwise. */
	conclude: (actor: Actor, meeting: MeetingForRules): boolean => meeting.over && meeting.state !== 'cancelled' && meeting.phase !== 'cancelled' && meeting.parties.some((each) => inPerson(actor, each)),
} as const;
type MeetingRight = keyof typeof meetingRules;
export const MEETING_RIGHTS = Object.keys(meetingRules) as MeetingRight[];
