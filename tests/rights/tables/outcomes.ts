import { MILESTONE_STATES, PROJECT_STATES, STORY_STATES } from '#lib/outcomes/vocabulary.ts';
import type { DockingSide } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { AgreementForRules } from '#lib/server/agreements/rules.ts';
import {
	MILESTONE_RIGHTS, milestoneRules, OUTCOME_RIGHTS, outcomeRules, PROJECT_RIGHTS, projectRules, RECORD_RIGHTS, recordRules, STORY_RIGHTS, storyRules,
} from '#lib/server/outcomes/rules.ts';
import type { Ground, RightsTable } from '../rights-table.ts';

const idOf = (actor: Actor) => (actor.kind === 'member' ? actor.userId : '');

/** Signed, in a docking of the institute (its editor and reader) with the other member. */
function signed({ network }: Ground, state: AgreementForRules['state'] = 'signed'): AgreementForRules {
	const people = new Map<string, DockingSide>([[idOf(network.editor), 'offering'], [idOf(network.reader), 'offering'], [idOf(network.stranger), 'seeking']]);
	return {
		state, orphan: false, reviews: [], scanPosition: null,
		docking: { state: 'running', parties: { offering: { organisationId: network.institute, centreId: 'laos' }, seeking: { organisationId: network.company, centreId: 'thailand' } }, people },
		parties: [
			{ position: 0, organisationId: network.institute, adviserCentreId: 'laos', isCentre: false, side: 'offering' },
			{ position: 1, organisationId: network.company, adviserCentreId: 'thailand', isCentre: false, side: 'seeking' },
		],
	};
}

export const tables: RightsTable[] = [
	{
		rules: 'outcomes/rules.ts',
		about: 'what comes of an agreement of the institute (its editor and reader) with the other member',
		things: (ground) => Object.fromEntries((['ready', 'signed', 'ended'] as const).map((state) => [state, signed(ground, state)])),
		rights: Object.fromEntries(RECORD_RIGHTS.map((right) => [right, recordRules[right]])),
	},
	{
		rules: 'outcomes/rules.ts',
		about: 'a co-operation project of the institute with the other member',
		things: (ground) => Object.fromEntries(PROJECT_STATES.map((state) => [state, { agreement: signed(ground), state }])),
		rights: Object.fromEntries(PROJECT_RIGHTS.map((right) => [right, projectRules[right]])),
	},
	{
		rules: 'outcomes/rules.ts',
		about: 'a milestone that the institute reports reached',
		things: (ground) => Object.fromEntries(MILESTONE_STATES.map((milestone) => [milestone, { agreement: signed(ground), state: 'running', milestone, reportedParty: milestone === 'reported' || milestone === 'confirmed' ? 0 : null }])),
		rights: Object.fromEntries(MILESTONE_RIGHTS.map((right) => [right, milestoneRules[right]])),
	},
	{
		rules: 'outcomes/rules.ts',
		about: 'the yearly outcome that the institute is asked for',
		things: (ground) => ({ asked: { agreement: signed(ground), party: 0, state: 'asked' } }),
		rights: Object.fromEntries(OUTCOME_RIGHTS.map((right) => [right, outcomeRules[right]])),
	},
	{
		rules: 'outcomes/rules.ts',
		about: 'the success story of an agreement of the institute with the other member',
		things: (ground) => ({ 'not drafted': { agreement: signed(ground), state: null }, ...Object.fromEntries(STORY_STATES.map((state) => [state, { agreement: signed(ground), state }])) }),
		rights: Object.fromEntries(STORY_RIGHTS.map((right) => [right, storyRules[right]])),
	},
];
