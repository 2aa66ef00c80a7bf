import type { MilestoneState, OutcomeState, ProjectState, StoryState } from '#lib/outcomes/vocabulary.ts';
import { belongsTo, isAuthority, isSecretariat, isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { positionsOf, type AgreementForRules } from '#lib/server/agreements/rules.ts';
import { advisesFor, dockingRules, partySideOf } from '#lib/server/docking/rules.ts';
import { nextMilestoneState, nextProjectState } from './project.ts';

type Agreement = AgreementForRules;
const speaks = (actor: Actor, agreement: Agreement) => positionsOf(actor, agreement).length > 0;
function advises(actor: Actor, { docking, orphan, parties }: Agreement): boolean {
	if (actor.kind === 'operator') return true;
	if (!isSignedIn(actor) || orphan) return false;
	return docking ? dockingRules.view(actor, docking) && partySideOf(actor, docking) === null : parties.some(({ adviserCentreId }) => adviserCentreId !== null && advisesFor(actor, adviserCentreId));
}
const isSigned = ({ state }: Agreement) => state === 'signed' || state === 'ended';
/** Nothing goes on in a docking that is stopped, and under an agreement that has ended. */
const goesOn = (agreement: Agreement) => agreement.state === 'signed' && agreement.docking?.state !== 'stopped';
const works = (actor: Actor, agreement: Agreement) => (speaks(actor, agreement) || advises(actor, agreement)) && isSigned(agreement);

/** The centres for which somebody may consent: an officer who belongs to no party. */
export function centresOf(actor: Actor, agreement: Agreement): string[] {
	const { parties, orphan } = agreement;
	if (!isSignedIn(actor) || orphan || speaks(actor, agreement) || parties.some(({ organisationId }) => organisationId !== null && belongsTo(actor, organisationId))) return [];
	const own = new Set(parties.flatMap(({ isCentre, adviserCentreId }) => (isCentre && adviserCentreId !== null ? [adviserCentreId] : [])));
	return [...new Set(parties.flatMap(({ adviserCentreId }) => adviserCentreId ?? []))].filter((id) => !own.has(id) && advisesFor(actor, id));
}

/** What comes of a signed agreement: who may see it, and begin a project under it. Everybody else learns not even that it is there. */
export const recordRules = {
	view: (actor: Actor, agreement: Agreement): boolean =>
		isSigned(agreement) && (speaks(actor, agreement) || advises(actor, agreement) || (agreement.docking !== null && !agreement.orphan && dockingRules.view(actor, agreement.docking))),
	beginProject: (actor: Actor, agreement: Agreement): boolean => speaks(actor, agreement) && goesOn(agreement),
} as const;
export const RECORD_RIGHTS = Object.keys(recordRules) as (keyof typeof recordRules)[];

export interface ProjectForRules {
	agreement: Agreement;
	state: ProjectState;
}

/** Parties carry a project out and report on it; officers read. */
export const projectRules = {
	report: (actor: Actor, { agreement }: ProjectForRules): boolean => speaks(actor, agreement) && isSigned(agreement),
	addMilestone: (actor: Actor, { agreement, state }: ProjectForRules): boolean => speaks(actor, agreement) && goesOn(agreement) && state === 'running',
	complete: (actor: Actor, { agreement, state }: ProjectForRules): boolean => speaks(actor, agreement) && goesOn(agreement) && nextProjectState(state, 'complete') !== undefined,
	stop: (actor: Actor, { agreement, state }: ProjectForRules): boolean => speaks(actor, agreement) && isSigned(agreement) && nextProjectState(state, 'stop') !== undefined,
	reopen: (actor: Actor, { agreement, state }: ProjectForRules): boolean => speaks(actor, agreement) && goesOn(agreement) && nextProjectState(state, 'reopen') !== undefined,
} as const;
export type ProjectRight = keyof typeof projectRules;
export const PROJECT_RIGHTS = Object.keys(projectRules) as ProjectRight[];

export interface MilestoneForRules extends ProjectForRules {
	milestone: MilestoneState;
	/** The party that says it is reached. */
	reportedParty: number | null;
}
const onMilestone = (actor: Actor, { agreement, state }: MilestoneForRules) => speaks(actor, agreement) && goesOn(agreement) && state === 'running';
const byAnother = (actor: Actor, { agreement, reportedParty }: MilestoneForRules) => reportedParty !== null && positionsOf(actor, agreement).some((position) => position !== reportedParty) && !positionsOf(actor, agreement).includes(reportedParty);

export const milestoneRules = {
	report: (actor: Actor, thing: MilestoneForRules): boolean => onMilestone(actor, thing) && nextMilestoneState(thing.milestone, 'report') !== undefined,
	/** By another party than the one that says it is reached. */
	confirm: (actor: Actor, thing: MilestoneForRules): boolean => onMilestone(actor, thing) && byAnother(actor, thing) && nextMilestoneState(thing.milestone, 'confirm') !== undefined,
	dispute: (actor: Actor, thing: MilestoneForRules): boolean => onMilestone(actor, thing) && byAnother(actor, thing) && nextMilestoneState(thing.milestone, 'dispute') !== undefined,
	drop: (actor: Actor, thing: MilestoneForRules): boolean => onMilestone(actor, thing) && nextMilestoneState(thing.milestone, 'drop') !== undefined,
} as const;
export type MilestoneRight = keyof typeof milestoneRules;
export const MILESTONE_RIGHTS = Object.keys(milestoneRules) as MilestoneRight[];

/** The outcome of a year: told by the party itself, also after a stop, for why it stopped is what is asked. */
export const outcomeRules = {
	answer: (actor: Actor, { agreement, party }: { agreement: Agreement; party: number; state: OutcomeState | null }): boolean => positionsOf(actor, agreement).includes(party) && isSigned(agreement),
	/** Amounts that few reports stand behind: they would tell what a single party sold. */
	viewSmallSums: (actor: Actor): boolean => isSecretariat(actor) || isAuthority(actor),
} as const;
export const OUTCOME_RIGHTS = Object.keys(outcomeRules) as (keyof typeof outcomeRules)[];

export interface StoryForRules {
	agreement: Agreement;
	/** Null where none is drafted yet. */
	state: StoryState | null;
}

export const storyRules = {
	draft: (actor: Actor, { agreement, state }: StoryForRules): boolean => works(actor, agreement) && state === null,
	edit: (actor: Actor, { agreement, state }: StoryForRules): boolean => works(actor, agreement) && state !== null && state !== 'published',
	/** The own side's text. */
	write: (actor: Actor, { agreement, state }: StoryForRules): boolean => speaks(actor, agreement) && isSigned(agreement) && state !== null && state !== 'published',
	submit: (actor: Actor, { agreement, state }: StoryForRules): boolean => works(actor, agreement) && (state === 'draft' || state === 'withdrawn'),
	/** For a party that somebody speaks for, or for the centre by an officer who belongs to no party. */
	consent: (actor: Actor, { agreement, state }: StoryForRules): boolean => (speaks(actor, agreement) || centresOf(actor, agreement).length > 0) && isSigned(agreement) && state === 'asked',
	withdraw: (actor: Actor, { agreement, state }: StoryForRules): boolean => (speaks(actor, agreement) || centresOf(actor, agreement).length > 0) && isSigned(agreement) && (state === 'asked' || state === 'published'),
} as const;
export type StoryRight = keyof typeof storyRules;
export const STORY_RIGHTS = Object.keys(storyRules) as StoryRight[];
