import { isLive } from '#lib/events/phase.ts';
import { isSignedIn, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { eventRules, type EventForRules } from '#lib/server/events/rules.ts';
import type { ApplicationState } from '#lib/exhibition/vocabulary.ts';
import type { RegistrationState } from '#lib/registration/vocabulary.ts';

/** What a rule needs to know of an exhibitor. */
interface ExhibitorForRules extends EventForRules {
	organisationId: string;
}

/** Who writes for the organisation, in person: not through the eyes of another, and no program with a key. */
const isOwn = (actor: Actor, { organisationId }: ExhibitorForRules) => isSignedIn(actor) && !actor.support && !actor.scopes && writesFor(actor, organisationId);

/** Who may do what with an exhibitor. */
export const exhibitorRules = {
	view: (actor: Actor, exhibitor: ExhibitorForRules): boolean => eventRules.view(actor, exhibitor),
	/** Its words and the listings it shows: itself once the event is public, and the organisers. */
	edit: (actor: Actor, exhibitor: ExhibitorForRules): boolean =>
		eventRules.organise(actor, exhibitor) || (isLive(exhibitor) && isOwn(actor, exhibitor)),
	/** Its stand, and whether it exhibits at all: the organisers alone. */
	place: (actor: Actor, exhibitor: ExhibitorForRules): boolean => eventRules.organise(actor, exhibitor),
} as const;
export const EXHIBITOR_RIGHTS = Object.keys(exhibitorRules) as (keyof typeof exhibitorRules)[];

/** What a rule needs to know of an application for a stand; `state` is null before there is one. */
export interface ApplicationForRules extends ExhibitorForRules {
	state: ApplicationState | null;
	/** The day until which organisations may apply is not over. */
	isOpen: boolean;
}

/** Who may do what with an application for a stand. */
export const applicationRules = {
	/** With its remark: who writes for the organisation, and the organisers. */
	view: (actor: Actor, application: ApplicationForRules): boolean => (application.phase !== 'draft' && isOwn(actor, application)) || eventRules.viewInside(actor, application),
	/** To apply, to change what was said, and to apply again after withdrawing. What was decided is no longer changed. */
	apply: (actor: Actor, application: ApplicationForRules): boolean =>
		application.isOpen && isLive(application) && (application.state === null || application.state === 'waiting' || application.state === 'withdrawn') && isOwn(actor, application),
	withdraw: (actor: Actor, application: ApplicationForRules): boolean =>
		application.isOpen && isLive(application) && (application.state === 'waiting' || application.state === 'admitted') && isOwn(actor, application),
	/** To admit or to decline. */
	decide: (actor: Actor, application: ApplicationForRules): boolean => application.state === 'waiting' && eventRules.organise(actor, application),
} as const;
export const APPLICATION_RIGHTS = Object.keys(applicationRules) as (keyof typeof applicationRules)[];
export type ApplicationRight = keyof typeof applicationRules;

/** Who may do what with the visits to an exhibitor's stand. No organiser is among them: visitors gave their contact to the stand. */
export const standRules = {
	/** To note a visit from a badge, also after the last day, when a phone sends what it kept. */
	scan: (actor: Actor, exhibitor: ExhibitorForRules): boolean => (isLive(exhibitor) || exhibitor.phase === 'over') && isOwn(actor, exhibitor),
	/** Visits, with those visitors who agreed; also afterwards. */
	readContacts: (actor: Actor, exhibitor: ExhibitorForRules): boolean => exhibitor.phase !== 'draft' && isOwn(actor, exhibitor),
	/** To write about a visit, also afterwards. */
	write: (actor: Actor, exhibitor: ExhibitorForRules): boolean => exhibitor.phase !== 'draft' && isOwn(actor, exhibitor),
	/** To be the one whom visitors may write to. */
	beContact: (actor: Actor, exhibitor: ExhibitorForRules): boolean => exhibitor.phase !== 'draft' && isOwn(actor, exhibitor),
} as const;
export const STAND_RIGHTS = Object.keys(standRules) as (keyof typeof standRules)[];
export type StandRight = keyof typeof standRules;

/** What a rule needs to know of a visitor. */
export interface VisitorForRules extends EventForRules {
	personId: string;
	state: RegistrationState;
}

const isVisitor = (actor: Actor, { personId }: VisitorForRules) => isSignedIn(actor) && !actor.support && !actor.scopes && actor.userId === personId;

/** Who may do what with a visitor's visits: the visitor, in person. */
export const visitorRules = {
	view: (actor: Actor, visitor: VisitorForRules): boolean => visitor.phase !== 'draft' && isVisitor(actor, visitor),
	/** To note the own visit to a stand. */
	note: (actor: Actor, visitor: VisitorForRules): boolean => isLive(visitor) && visitor.state === 'approved' && isVisitor(actor, visitor),
	/** To say yes or no to a visit, to take a yes back, and to choose what holds for the next ones: at any time. */
	answer: (actor: Actor, visitor: VisitorForRules): boolean => visitor.phase !== 'draft' && isVisitor(actor, visitor),
} as const;
export const VISITOR_RIGHTS = Object.keys(visitorRules) as (keyof typeof visitorRules)[];
