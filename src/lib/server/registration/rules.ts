import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { eventRules, type EventForRules } from '#lib/server/events/rules.ts';
import type { RegistrationState } from '#lib/registration/vocabulary.ts';

/** A person at the site: not somebody who looks through the eyes of another, and no program with a key. */
const inPerson = (actor: Actor): actor is Extract<Actor, { kind: 'member' }> => isSignedIn(actor) && !actor.support && !actor.scopes;
const comes = ({ phase }: EventForRules) => phase === 'announced' || phase === 'running';

/** What a rule needs to know of an event's registration. */
export interface FrameForRules extends EventForRules {
	isOpen: boolean;
}

/** Who may do what with the registration of an event. */
export const frameRules = {
	/** The page with what is asked. */
	view: (actor: Actor, event: FrameForRules): boolean => eventRules.view(actor, event),
	/** Whether an invitation is needed is the frame's. */
	askToCome: (actor: Actor, event: FrameForRules): boolean => inPerson(actor) && event.isOpen && comes(event),
	/** Questions, places, quotas, invitations; the list of who registered. */
	organise: (actor: Actor, event: FrameForRules): boolean => eventRules.organise(actor, event),
	/** To let people in at the doors, also after the last day, when a phone sends what it kept. */
	checkIn: (actor: Actor, event: FrameForRules): boolean => event.phase !== 'draft' && inPerson(actor) && eventRules.organise(actor, event),
	/** To read all that, also of what was cancelled. */
	viewInside: (actor: Actor, event: FrameForRules): boolean => eventRules.viewInside(actor, event),
} as const;
export const FRAME_RIGHTS = Object.keys(frameRules) as (keyof typeof frameRules)[];

/** What a rule needs to know of a registration. */
export interface RegistrationForRules extends EventForRules {
	personId: string;
	state: RegistrationState;
}

const own = (actor: Actor, { personId }: RegistrationForRules) => isSignedIn(actor) && actor.userId === personId;
const stands = ({ state }: RegistrationForRules) => state === 'asked' || state === 'waiting' || state === 'approved';

/** Who may do what with one person's registration. */
export const registrationRules = {
	/** With the wishes and answers: the person, and the organisers. */
	view: (actor: Actor, registration: RegistrationForRules): boolean => own(actor, registration) || eventRules.viewInside(actor, registration),
	/** To change what one said, until the event is over. */
	edit: (actor: Actor, registration: RegistrationForRules): boolean => inPerson(actor) && own(actor, registration) && stands(registration) && comes(registration),
	withdraw: (actor: Actor, registration: RegistrationForRules): boolean => inPerson(actor) && own(actor, registration) && stands(registration) && comes(registration),
	/** To approve or refuse, also otherwise than before. */
	decide: (actor: Actor, registration: RegistrationForRules): boolean => registration.state !== 'withdrawn' && comes(registration) && eventRules.organise(actor, registration),
	/** To say afterwards what it was like. */
	giveFeedback: (actor: Actor, registration: RegistrationForRules): boolean => inPerson(actor) && own(actor, registration) && registration.state === 'approved' && (registration.phase === 'running' || registration.phase === 'over'),
	/** The badge, and the letter for a visa. */
	print: (actor: Actor, registration: RegistrationForRules): boolean => registration.state === 'approved' && registration.phase !== 'cancelled' && (own(actor, registration) || eventRules.viewInside(actor, registration)),
} as const;
export const REGISTRATION_RIGHTS = Object.keys(registrationRules) as (keyof typeof registrationRules)[];
export type RegistrationRight = keyof typeof registrationRules;
