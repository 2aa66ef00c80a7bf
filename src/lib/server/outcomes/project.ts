import type { MilestoneState, ProjectState } from '#lib/outcomes/vocabulary.ts';

export const PROJECT_EVENTS = ['complete', 'stop', 'reopen'] as const;
export type ProjectEvent = (typeof PROJECT_EVENTS)[number];

/** The state of a project after an event; undefined where it cannot happen. */
export function nextProjectState(state: ProjectState, event: ProjectEvent): ProjectState | undefined {
	switch (event) {
		case 'complete':
			return state === 'running' ? 'completed' : undefined;
		case 'stop':
			return state === 'running' ? 'stopped' : undefined;
		case 'reopen':
			return state === 'running' ? undefined : 'running';
	}
}

export const MILESTONE_EVENTS = ['report', 'confirm', 'dispute', 'drop'] as const;
export type MilestoneEvent = (typeof MILESTONE_EVENTS)[number];

/**
 * The state of a milestone after an event; undefined where it cannot happen. One party reports it reached, another confirms it
 * or disputes it; what is confirmed stays.
 */
export function nextMilestoneState(state: MilestoneState, event: MilestoneEvent): MilestoneState | undefined {
	switch (event) {
		case 'report':
			return state === 'planned' ? 'reported' : undefined;
		case 'confirm':
			return state === 'reported' ? 'confirmed' : undefined;
		case 'dispute':
			return state === 'reported' ? 'planned' : undefined;
		case 'drop':
			return state === 'planned' ? 'dropped' : undefined;
	}
}

/** Who brings an event about, what must be there, what the others are told. Each of them is on the audit trail. */
export const MILESTONE_STEPS: Record<MilestoneEvent, { who: 'party' | 'other-party'; needs: 'day' | 'words' | 'nothing'; tells: 'milestone' }> = {
	report: { who: 'party', needs: 'day', tells: 'milestone' },
	confirm: { who: 'other-party', needs: 'nothing', tells: 'milestone' },
	dispute: { who: 'other-party', needs: 'words', tells: 'milestone' },
	drop: { who: 'party', needs: 'nothing', tells: 'milestone' },
};
export const PROJECT_STEPS: Record<ProjectEvent, { who: 'party'; needs: 'words' | 'nothing'; tells: 'report' }> = {
	complete: { who: 'party', needs: 'nothing', tells: 'report' },
	stop: { who: 'party', needs: 'words', tells: 'report' },
	reopen: { who: 'party', needs: 'nothing', tells: 'report' },
};
