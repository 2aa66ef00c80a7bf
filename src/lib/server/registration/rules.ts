import { isLive } from '#lib/events/phase.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { eventRules, type EventForRules } from '#lib/server/events/rules.ts';
import type { RegistrationState, SurveyStage } from '#lib/registration/vocabulary.ts';

/** A person at the site: not somebody who looks through the eyes of another, and no program with a key. */
const inPerson = (actor: Actor): actor is Extract<Actor, { kind: 'member' }> => isSignedIn(actor) && !actor.support && !actor.scopes;

/** What a rule needs to know of an event's registration. */
export interface FrameForRules extends EventForRules {
	isOpen: boolean;
	/** Whom organisers let help at the doors: as far as whoever asks may know, themselves at least. */
	doorHelpers: ReadonlySet<string>;
	/** Phones of helpers may still send what they kept. */
	takesKeptScans: boolean;
}

const helpsAtDoor = (actor: Actor, { doorHelpers }: FrameForRules) => inPerson(actor) && doorHelpers.has(actor.userId);

/** Who may do what with the registration of an event. */
export const frameRules = {
	/** The page with what is asked. */
	view: (actor: Actor, event: FrameForRules): boolean => eventRules.view(actor, event),
	/** Whether an invitation is needed is the frame's. */
	askToCome: (actor: Actor, event: FrameForRules): boolean => inPerson(actor) && event.isOpen && isLive(event),
	/** Questions, places, quotas, invitations; the list of who registered. */
	organise: (actor: Actor, event: FrameForRules): boolean => eventRules.organise(actor, event),
	/** To register somebody who stands at the desk, also where registration is closed. */
	registerAtDesk: (actor: Actor, event: FrameForRules): boolean => inPerson(actor) && isLive(event) && eventRules.organise(actor, event),
	/** To let people in at the doors; helpers as long as phones send what they kept. */
	checkIn: (actor: Actor, event: FrameForRules): boolean => event.phase !== 'draft' && inPerson(actor) && (eventRules.organise(actor, event) || (event.phase !== 'cancelled' && event.takesKeptScans && helpsAtDoor(actor, event))),
	/** A door's page with who may come in; of all that organisers see, helpers see this alone, and only until the event is over. */
	viewDoor: (actor: Actor, event: FrameForRules): boolean => eventRules.viewInside(actor, event) || (isLive(event) && helpsAtDoor(actor, event)),
	/** To read all that, also of what was cancelled. */
	viewInside: (actor: Actor, event: FrameForRules): boolean => eventRules.viewInside(actor, event),
} as const;
export const FRAME_RIGHTS = Object.keys(frameRules) as (keyof typeof frameRules)[];

/** What a rule needs to know of a registration. */
interface RegistrationForRules extends EventForRules {
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
	edit: (actor: Actor, registration: RegistrationForRules): boolean => inPerson(actor) && own(actor, registration) && stands(registration) && isLive(registration),
	withdraw: (actor: Actor, registration: RegistrationForRules): boolean => inPerson(actor) && own(actor, registration) && stands(registration) && isLive(registration),
	/** To approve or refuse, also otherwise than before. */
	decide: (actor: Actor, registration: RegistrationForRules): boolean => registration.state !== 'withdrawn' && isLive(registration) && eventRules.organise(actor, registration),
	/** The badge, and the letter for a visa. */
	print: (actor: Actor, registration: RegistrationForRules): boolean => registration.state === 'approved' && registration.phase !== 'cancelled' && (own(actor, registration) || eventRules.viewInside(actor, registration)),
} as const;
export const REGISTRATION_RIGHTS = Object.keys(registrationRules) as (keyof typeof registrationRules)[];
export type RegistrationRight = keyof typeof registrationRules;

/** What a rule needs to know of a survey, as it is for whoever asks. */
interface SurveyForRules extends EventForRules {
	stage: SurveyStage;
	/** The person of whom one knows that he was there, or had a letter; null: nobody. */
	askedId: string | null;
	/** The person's answers stand from before it was opened again, and nothing says which they are. */
	settled: boolean;
}

const isAsked = (actor: Actor, { askedId }: SurveyForRules) => inPerson(actor) && actor.userId === askedId;
const isHeld = ({ phase }: EventForRules) => phase !== 'draft' && phase !== 'cancelled';

/** Who may do what with a survey. */
export const surveyRules = {
	/** The page with what is asked, and one's own answers: who is asked, once it is over; organisers look at the questions at any time. */
	view: (actor: Actor, survey: SurveyForRules): boolean => (isAsked(actor, survey) && isHeld(survey) && (survey.stage === 'asking' || survey.stage === 'closed')) || eventRules.viewInside(actor, survey),
	/** Once: whose answers can no longer be told from others' cannot answer beside them. */
	answer: (actor: Actor, survey: SurveyForRules): boolean => isAsked(actor, survey) && isHeld(survey) && survey.stage === 'asking' && !survey.settled,
	/** To write, open and close it, and to open it again. */
	organise: (actor: Actor, survey: SurveyForRules): boolean => eventRules.organise(actor, survey),
	/** Figures and words; whose they are only where the survey says so. */
	readAnswers: (actor: Actor, survey: SurveyForRules): boolean => eventRules.viewInside(actor, survey),
} as const;
export const SURVEY_RIGHTS = Object.keys(surveyRules) as (keyof typeof surveyRules)[];
