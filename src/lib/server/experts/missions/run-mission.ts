import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { ExpertsContext } from '../context.ts';
import type { MissionInput } from '../input.ts';
import type { Written } from '../letters.ts';
import { changeRequest } from './change-request.ts';
import { putMission, updateMission } from './queries.ts';

/** The centre sets dates, place and tasks; everybody concerned is told. Errors: not_found, forbidden, conflict (nobody leads). */
export async function planMission(context: ExpertsContext, actor: Actor, input: { number: number; mission: MissionInput; language: Language }): Promise<void> {
	await changeRequest(context, actor, { number: input.number, right: 'plan', action: 'plan' }, async (change) => {
		await change.go('plan');
		await putMission(change.tx, { requestId: change.row.id, ...input.mission, language: input.language });
		await change.record('plan', { words: '', language: input.language });
		const { startsOn, endsOn, place } = input.mission;
		await change.tell([...(await change.force()), ...(await change.askers())], { kind: 'planned', startsOn, endsOn, place });
	});
}

/** The mission begins. Errors: not_found, forbidden, conflict. */
export async function beginMission(context: ExpertsContext, actor: Actor, input: { number: number; language: Language }): Promise<void> {
	await changeRequest(context, actor, { number: input.number, right: 'begin', action: 'begin' }, async (change) => {
		await change.go('begin');
		await change.record('begin', { words: '', language: input.language });
		await change.tell([...(await change.force()), ...(await change.askers())], { kind: 'begun' });
	});
}

/** Somebody of the task force, or the officer, reports what was done. Errors: not_found, forbidden, conflict. */
export async function reportMission(context: ExpertsContext, actor: Actor, input: { number: number; written: Written }): Promise<void> {
	await changeRequest(context, actor, { number: input.number, right: 'report', action: 'report' }, async (change) => {
		await change.go('report');
		const by = actor.kind === 'member' ? (change.places.find(({ userId }) => userId === actor.userId)?.called ?? actor.name) : '';
		await updateMission(change.tx, change.row.id, { report: input.written.words, reportLanguage: input.written.language, reportBy: by, reportedAt: change.now });
		await change.record('report', { words: '', language: input.written.language });
		await change.tell([...(await change.askers()), ...(await change.officers())], { kind: 'reported', expert: by });
	});
}

/** Whoever asked, or the centre, thanks: each of the task force gets a letter and a certificate. Errors: not_found, forbidden, conflict. */
export async function thankTaskForce(context: ExpertsContext, actor: Actor, input: { number: number; written: Written }): Promise<void> {
	await changeRequest(context, actor, { number: input.number, right: 'thank', action: 'thank' }, async (change) => {
		if (!change.mission) throw new ExpectedError('conflict', 'There is no mission yet.');
		await change.go('thank');
		await updateMission(change.tx, change.row.id, { thanks: input.written.words, thanksLanguage: input.written.language, thankedAt: change.now });
		await change.record('thank', { words: '', language: input.written.language });
		await change.tell([...(await change.force()), ...(await change.officers())], { kind: 'thanked', written: input.written });
	});
}
