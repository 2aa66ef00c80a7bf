import { isAuthority, isSecretariat, isSignedIn, servesCentre, type Actor } from '#lib/server/accounts/actor.ts';
import type { MinutesState, Side } from '#lib/centres/vocabulary.ts';

/** What a rule needs to know of a centre. */
export interface CentreForRules {
	id: string;
	kind: 'headquarters' | 'bilateral' | 'regional';
	closed: boolean;
}

const worksIn = (actor: Actor, centre: CentreForRules) => !centre.closed && servesCentre(actor, centre.id);

export const CENTRE_RIGHTS = ['view', 'ask', 'edit', 'recordAgreement', 'nameOneself', 'readMessages', 'answerMessage', 'close', 'reopen'] as const;
export type CentreRight = (typeof CENTRE_RIGHTS)[number];

/** Who may do what with a centre: one named predicate a right. */
export const centreRules: Record<CentreRight, (actor: Actor, centre: CentreForRules) => boolean> = {
	view: () => true,
	/** Write to it with the contact form. A closed one is asked through its successor. */
	ask: (_actor, centre) => !centre.closed,
	/** Words, place, hours, agencies, events. */
	edit: worksIn,
	recordAgreement: worksIn,
	/** Decide whether one's own name is shown: nobody decides that for another. */
	nameOneself: (actor, centre) => !centre.closed && isSignedIn(actor) && actor.centres.has(centre.id),
	readMessages: worksIn,
	answerMessage: worksIn,
	close: (actor, centre) => !centre.closed && centre.kind !== 'headquarters' && isSecretariat(actor),
	reopen: (actor, centre) => centre.closed && isSecretariat(actor),
};

export function centreRights(actor: Actor, centre: CentreForRules): Record<CentreRight, boolean> {
	return Object.fromEntries(CENTRE_RIGHTS.map((right) => [right, centreRules[right](actor, centre)])) as Record<CentreRight, boolean>;
}

/** What a rule needs to know of a bilateral centre's working group. */
export interface GroupForRules {
	centreId: string;
	/** Headquarters: their officers are the Chinese side. */
	hosts: ReadonlySet<string>;
	closed: boolean;
}

/** For which side a person speaks. Who is an officer of the bilateral centre speaks for the partner, whatever else he is. */
export function sideOf(actor: Actor, group: GroupForRules): Side | undefined {
	if (!isSignedIn(actor)) return undefined;
	if (actor.centres.has(group.centreId)) return 'partner';
	return isSecretariat(actor) || [...group.hosts].some((host) => actor.centres.has(host)) ? 'china' : undefined;
}

const isInside = (actor: Actor, group: GroupForRules) => actor.kind === 'operator' || sideOf(actor, group) !== undefined;
const worksOn = (actor: Actor, group: GroupForRules) => !group.closed && isInside(actor, group);

export const GROUP_RIGHTS = ['view', 'viewInside', 'viewDraftPlan', 'establish', 'editMeeting', 'writeMinutes', 'decide', 'endAction', 'editPlan', 'agreeForChina', 'agreeForPartner'] as const;
export type GroupRight = (typeof GROUP_RIGHTS)[number];

/** Who may do what in a working group. */
export const groupRules: Record<GroupRight, (actor: Actor, group: GroupForRules) => boolean> = {
	view: () => true,
	/** Minutes that are not published, with decisions and actions, and who took part. */
	viewInside: isInside,
	/** A work plan before both sides have adopted it. */
	viewDraftPlan: (actor, group) => isInside(actor, group) || isAuthority(actor),
	establish: worksOn,
	editMeeting: worksOn,
	writeMinutes: worksOn,
	/** Record decisions, and actions with owners and due dates. */
	decide: worksOn,
	endAction: worksOn,
	editPlan: worksOn,
	agreeForChina: (actor, group) => !group.closed && sideOf(actor, group) === 'china',
	agreeForPartner: (actor, group) => !group.closed && sideOf(actor, group) === 'partner',
};

export function groupRights(actor: Actor, group: GroupForRules): Record<GroupRight, boolean> {
	return Object.fromEntries(GROUP_RIGHTS.map((right) => [right, groupRules[right](actor, group)])) as Record<GroupRight, boolean>;
}

/** Whether an actor reads what the minutes say, with the decisions and actions that stand in them. */
export function readsMinutes(actor: Actor, group: GroupForRules, state: MinutesState | null): boolean {
	return state === 'published' || groupRules.viewInside(actor, group);
}
