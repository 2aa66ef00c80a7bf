import { isSecretariat, isSignedIn, servesCentre, type Actor } from '#lib/server/accounts/actor.ts';
import { isLive } from '#lib/events/phase.ts';
import type { EventPhase } from '#lib/events/vocabulary.ts';

/** What a rule needs to know of an event. */
export interface EventForRules {
	phase: EventPhase;
	/** The centres that organise it, without those that only support it. */
	centres: ReadonlySet<string>;
}

/** Officers of any of the centres that organise, and the secretariat. A visit for support looks, and organises nothing. */
const organises = (actor: Actor, { centres }: EventForRules) =>
	!(isSignedIn(actor) && actor.support) && (isSecretariat(actor) || [...centres].some((centre) => servesCentre(actor, centre)));

/** A person at the site: not somebody who looks through the eyes of another, and no program with a key. */
const inPerson = (actor: Actor) => isSignedIn(actor) && !actor.support && !actor.scopes;

/** Who may do what with an event. */
export const eventRules = {
	view: (actor: Actor, event: EventForRules): boolean => event.phase !== 'draft' || organises(actor, event),
	/** Words, programme, places, people, pictures; also afterwards. What was cancelled stays as it is. */
	organise: (actor: Actor, event: EventForRules): boolean => event.phase !== 'cancelled' && organises(actor, event),
	/** To see what only organisers see, also of what was cancelled: the budget, inner documents, who was asked to speak. */
	viewInside: organises,
	publish: (actor: Actor, event: EventForRules): boolean => event.phase === 'draft' && organises(actor, event),
	cancel: (actor: Actor, event: EventForRules): boolean => isLive(event) && organises(actor, event),
	/** Letters to those who registered or were invited, also when it is over or off; no program with a key sends them. */
	writeToMany: (actor: Actor, event: EventForRules): boolean => event.phase !== 'draft' && inPerson(actor) && organises(actor, event),
	/** What was public is never removed, but cancelled. */
	remove: (actor: Actor, event: EventForRules): boolean => event.phase === 'draft' && organises(actor, event),
	/** To begin another one with its programme. */
	copy: organises,
	/** To put sessions into one's own programme. */
	savePick: (actor: Actor, event: EventForRules): boolean => inPerson(actor) && isLive(event),
	/** To have an address under which a calendar program follows one's own programme. */
	saveCalendarAddress: (actor: Actor, event: EventForRules): boolean => inPerson(actor) && event.phase !== 'draft',
} as const;
export const EVENT_RIGHTS = Object.keys(eventRules) as (keyof typeof eventRules)[];
export type EventRight = keyof typeof eventRules;

/** Who may begin an event for a centre. */
export const centreEventRules = {
	create: (actor: Actor, { centreId }: { centreId: string }): boolean => servesCentre(actor, centreId) && !(isSignedIn(actor) && actor.support),
} as const;
export const CENTRE_EVENT_RIGHTS = Object.keys(centreEventRules) as (keyof typeof centreEventRules)[];

/** What a rule needs to know of a speaker. */
interface SpeakerForRules extends EventForRules {
	userId: string | null;
	consent: 'asked' | 'given' | 'refused';
}

/** Who may do what with a speaker. */
export const speakerRules = {
	/** Nobody is named before consenting. */
	view: (actor: Actor, speaker: SpeakerForRules): boolean =>
		(speaker.consent === 'given' && eventRules.view(actor, speaker)) || organises(actor, speaker) || (isSignedIn(actor) && actor.userId === speaker.userId),
	/** To say yes or no to being named, and to take a yes back: the person alone, no organiser. */
	answer: (actor: Actor, { userId }: SpeakerForRules): boolean => isSignedIn(actor) && inPerson(actor) && actor.userId === userId,
} as const;
export const SPEAKER_RIGHTS = Object.keys(speakerRules) as (keyof typeof speakerRules)[];
