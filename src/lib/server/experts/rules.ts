import { belongsTo, isSignedIn, servesCentre, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import type { RequestState } from '#lib/experts/vocabulary.ts';
import { FORMING } from './missions/service-request.ts';

/** What a rule needs to know of an expert. */
export interface ExpertForRules {
	userId: string | null;
	centreId: string;
	state: 'draft' | 'public' | 'withdrawn';
	/** Centres whose missions the expert has joined. */
	missionCentres: ReadonlySet<string>;
}

const isSelf = (actor: Actor, { userId }: { userId: string | null }) => isSignedIn(actor) && actor.userId === userId;

/** Who may do what with an expert's profile. */
export const expertRules = {
	view: (actor: Actor, expert: ExpertForRules): boolean => expert.state === 'public' || isSelf(actor, expert) || servesCentre(actor, expert.centreId),
	/** Phone, fee and remarks. */
	viewPrivate: (actor: Actor, expert: ExpertForRules): boolean =>
		isSelf(actor, expert) || servesCentre(actor, expert.centreId) || [...expert.missionCentres].some((centreId) => servesCentre(actor, centreId)),
	edit: (actor: Actor, expert: ExpertForRules): boolean => isSelf(actor, expert),
	/** To let the profile be public, and to take that back: the expert alone, not the centre either. */
	consent: (actor: Actor, expert: ExpertForRules): boolean => isSelf(actor, expert) && !(isSignedIn(actor) && actor.support),
} as const;
export const EXPERT_RIGHTS = Object.keys(expertRules) as (keyof typeof expertRules)[];

/** Who may invite experts for a centre. */
export const centreExpertRules = {
	invite: (actor: Actor, { centreId }: { centreId: string }): boolean => servesCentre(actor, centreId),
} as const;
export const CENTRE_EXPERT_RIGHTS = Object.keys(centreExpertRules) as (keyof typeof centreExpertRules)[];

/** What a rule needs to know of a request for technical service. */
export interface RequestForRules {
	organisationId: string;
	centreId: string;
	state: RequestState;
	/** The people behind the experts who were asked to come, by what became of it. */
	invited: ReadonlySet<string>;
	standing: ReadonlySet<string>;
}

const asker = (actor: Actor, { organisationId }: RequestForRules) => writesFor(actor, organisationId);
const screener = (actor: Actor, { centreId }: RequestForRules) => servesCentre(actor, centreId);
/** Who screens must not screen what the own organisation asks. */
const impartial = (actor: Actor, request: RequestForRules) => screener(actor, request) && !belongsTo(actor, request.organisationId);
const inForce = (actor: Actor, { standing }: RequestForRules) => isSignedIn(actor) && standing.has(actor.userId);

/** Who may do what with a request for technical service and its mission. */
export const requestRules = {
	view: (actor: Actor, request: RequestForRules): boolean =>
		belongsTo(actor, request.organisationId) || screener(actor, request) || (isSignedIn(actor) && request.invited.has(actor.userId)),
	answer: asker,
	withdraw: asker,
	screen: impartial,
	/** Suggestions of experts, and inviting and releasing them. */
	form: (actor: Actor, request: RequestForRules): boolean => screener(actor, request) && FORMING.has(request.state),
	plan: screener,
	begin: screener,
	report: (actor: Actor, request: RequestForRules): boolean => inForce(actor, request) || screener(actor, request),
	thank: (actor: Actor, request: RequestForRules): boolean => asker(actor, request) || screener(actor, request),
} as const;
export const REQUEST_RIGHTS = Object.keys(requestRules) as (keyof typeof requestRules)[];
