import { PROJECT_MILESTONES_MOST } from '#lib/outcomes/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { changeRecord, needWords, positionOf, type RecordChange, type Written } from '../change-record.ts';
import { MILESTONE_STEPS, nextMilestoneState, nextProjectState, PROJECT_STEPS, type MilestoneEvent, type ProjectEvent } from '../project.ts';
import { milestoneRules, projectRules, type ProjectForRules } from '../rules.ts';
import type { NewMilestone } from './open-project.ts';
import { findProject, insertMilestones, insertReport, milestonesOf, projectsOf, updateMilestone, updateProject, type ProjectRow } from './queries.ts';

interface Which {
	reference: string;
	/** The number of the project. */
	project: number;
}

async function inProject<Result>(context: DockingContext, actor: Actor, which: Which, work: (change: RecordChange, project: ProjectRow, rules: ProjectForRules) => Promise<Result>): Promise<Result> {
	return changeRecord(context, actor, which.reference, async (change) => {
		const project = await findProject(change.tx, change.row.id, which.project);
		if (!project) throw new ExpectedError('not_found', 'No such project.');
		return work(change, project, { agreement: change.forRules, state: project.state });
	});
}

const byline = ({ person, now }: RecordChange) => ({ by: person?.userId ?? null, called: person?.name ?? '', at: now });

/** A report of a party on the project. Errors: not_found, forbidden, invalid_input. */
export async function writeReport(context: DockingContext, actor: Actor, input: Which & Written): Promise<void> {
	await inProject(context, actor, input, async (change, project, rules) => {
		change.allow(projectRules.report(actor, rules));
		needWords(input.words);
		await insertReport(change.tx, { projectId: project.id, kind: 'report', party: positionOf(change), words: input.words, language: input.language, ...byline(change) });
		await change.audit('project.report', 'project', project.id);
		await change.tell('report');
	});
}

/** Adds a milestone. Errors: not_found, forbidden, conflict (too many). */
export async function addMilestone(context: DockingContext, actor: Actor, input: Which & NewMilestone & Pick<Written, 'language'>): Promise<void> {
	await inProject(context, actor, input, async (change, project, rules) => {
		change.allow(projectRules.addMilestone(actor, rules));
		const milestones = await milestonesOf(change.tx, [project.id]);
		if (milestones.length >= PROJECT_MILESTONES_MOST) throw new ExpectedError('conflict', 'No more milestones in one project.');
		await insertMilestones(change.tx, [{ projectId: project.id, position: milestones.length, title: input.title, dueOn: input.dueOn, language: input.language }]);
		await change.audit('project.add-milestone', 'project', project.id, { detail: { position: milestones.length } });
		await change.tell('milestone');
	});
}

/**
 * A milestone is reported reached by one party, and confirmed or disputed by another, or dropped. `expected`: the version that
 * the person saw. Errors: not_found, forbidden, conflict, invalid_input (day, words).
 */
export async function changeMilestone(context: DockingContext, actor: Actor, input: Which & Written & { milestone: string; expected: number; event: MilestoneEvent; reachedOn: string | null }): Promise<void> {
	const { event } = input;
	await inProject(context, actor, input, async (change, project, rules) => {
		const milestone = (await milestonesOf(change.tx, [project.id])).find(({ id }) => id === input.milestone);
		if (!milestone) throw new ExpectedError('not_found', 'No such milestone.');
		if (milestone.version !== input.expected) throw new ExpectedError('conflict', 'Somebody else has changed it meanwhile.');
		change.allow(milestoneRules[event](actor, { ...rules, milestone: milestone.state, reportedParty: milestone.reportedParty }));
		const state = nextMilestoneState(milestone.state, event);
		if (!state) throw new ExpectedError('conflict', 'The milestone is in another state by now.');
		const { needs, tells } = MILESTONE_STEPS[event];
		if (needs === 'words') needWords(input.words);
		if (needs === 'day' && (!input.reachedOn || input.reachedOn > change.now.toISOString().slice(0, 10))) throw new ExpectedError('invalid_input', 'A day that is not to come.', { field: 'reachedOn', detail: { code: 'day' } });
		const party = event === 'confirm' || event === 'dispute' ? positionOf({ positions: change.positions.filter((each) => each !== milestone.reportedParty) }) : positionOf(change);
		await updateMilestone(change.tx, milestone.id, {
			state,
			...(event === 'report' && { reportedParty: party, reachedOn: input.reachedOn }),
			...(event === 'confirm' && { confirmedParty: party }),
			...(event === 'dispute' && { reportedParty: null, reachedOn: null }),
		});
		const kind = ({ report: 'reached', confirm: 'confirmed', dispute: 'disputed', drop: 'dropped' } as const)[event];
		await insertReport(change.tx, { projectId: project.id, milestoneId: milestone.id, kind, party, words: input.words, language: input.language, ...byline(change) });
		await change.audit(`project.milestone-${event}`, 'project', project.id, { before: { milestone: milestone.state }, after: { milestone: state }, detail: { position: milestone.position } });
		if (event === 'report') await change.pass('other', 'report_milestone');
		if (event === 'confirm' || event === 'dispute') await change.pass('other', 'carry_out');
		await change.tell(tells);
	});
}

/**
 * Completes, stops or reopens a project. `whole`: with it the co-operation as a whole is completed, where no other project runs.
 * Errors: not_found, forbidden, conflict, invalid_input (words).
 */
export async function endProject(context: DockingContext, actor: Actor, input: Which & Written & { expected: number; event: ProjectEvent; whole?: boolean }): Promise<void> {
	const { event } = input;
	await inProject(context, actor, input, async (change, project, rules) => {
		if (project.version !== input.expected) throw new ExpectedError('conflict', 'Somebody else has changed it meanwhile.');
		const state = nextProjectState(project.state, event);
		change.allow(projectRules[event](actor, rules));
		if (!state) throw new ExpectedError('conflict', 'The project is in another state by now.');
		if (PROJECT_STEPS[event].needs === 'words') needWords(input.words);
		await updateProject(change.tx, project.id, { state, stateSince: change.now });
		const kind = ({ complete: 'completed', stop: 'stopped', reopen: 'reopened' } as const)[event];
		await insertReport(change.tx, { projectId: project.id, kind, party: positionOf(change), words: input.words, language: input.language, ...byline(change) });
		await change.audit(`project.${event}`, 'project', project.id, { before: { state: project.state }, after: { state } });
		const others = (await projectsOf(change.tx, change.row.id)).some((each) => each.id !== project.id && each.state === 'running');
		if (event === 'complete' && input.whole && !others) await change.moveDocking({ type: 'completed' }, ['signed', 'running']);
		else if (event === 'reopen') await change.moveDocking({ type: 'reopen' }, ['completed']);
		else if (!others) await change.pass('other', 'report_outcome');
		await change.tell(PROJECT_STEPS[event].tells);
	});
}
