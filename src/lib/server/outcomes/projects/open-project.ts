import type { Language } from '#lib/engines/text/language.ts';
import { PROJECTS_MOST } from '#lib/outcomes/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { changeRecord } from '../change-record.ts';
import { recordRules } from '../rules.ts';
import { insertMilestones, insertProject, projectsOf } from './queries.ts';

export interface NewMilestone {
	title: string;
	dueOn: string | null;
}

export interface NewProject {
	title: string;
	purpose: string;
	language: Language;
	startsOn: string | null;
	endsOn: string | null;
	/** At least one. */
	milestones: NewMilestone[];
}

/**
 * Opens a co-operation project under a signed agreement; with the first one the docking runs. Answers its number.
 * Errors: not_found, forbidden, invalid_input (no milestone), conflict (too many projects).
 */
export async function openProject(context: DockingContext, actor: Actor, input: { reference: string } & NewProject): Promise<number> {
	const { reference, milestones, ...values } = input;
	return changeRecord(context, actor, reference, async (change) => {
		const { tx, row, now, person } = change;
		change.allow(recordRules.beginProject(actor, change.forRules));
		if (milestones.length === 0) throw new ExpectedError('invalid_input', 'A project has at least one milestone.', { field: 'milestone_0', detail: { code: 'required' } });
		if ((await projectsOf(tx, row.id)).length >= PROJECTS_MOST) throw new ExpectedError('conflict', 'No more projects under one agreement.');
		const project = await insertProject(tx, { ...values, agreementId: row.id, stateSince: now, openedBy: person?.userId ?? null, called: person?.name ?? '', openedAt: now });
		await insertMilestones(tx, milestones.map(({ title, dueOn }, position) => ({ projectId: project.id, position, title, dueOn, language: values.language })));
		await change.audit('project.open', 'project', project.id, { after: { state: 'running' }, detail: { number: project.number, milestones: milestones.length } });
		await change.moveDocking({ type: 'implementation-started' }, ['signed']);
		await change.tell('milestone');
		return project.number;
	});
}
