import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { CentresContext } from '../context.ts';
import { actionsLetter } from '../letters.ts';
import { groupAudit } from './edit-meeting.ts';
import { actionsToRemind, groupForRules, markReminded, peopleOfGroup } from './queries.ts';

/** Days before its day that an action's owner is told, and days between two letters about the same one. */
export const DAYS_AHEAD = 7;
export const DAYS_BETWEEN = 7;
/** Officers of a side who are told of an action without an owner. */
const OFFICERS_TOLD = 3;

const dayAfter = (now: Date, days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);

/**
 * Tells the owners of open actions that these are due within a week, or overdue: one letter a person, at most once a week
 * about the same action. Without an owner, or where the owner works in no side any more, officers of the side are told.
 * Answers how many letters left.
 */
export async function remindOfActions(context: CentresContext): Promise<number> {
	const now = context.clock();
	const system = operator('reminders of actions');
	return asActor(context.db, system, async (tx) => {
		const today = dayAfter(now, 0);
		const due = await actionsToRemind(tx, dayAfter(now, DAYS_AHEAD), dayAfter(now, 1 - DAYS_BETWEEN));
		const letters = new Map<string, { person: Awaited<ReturnType<typeof peopleOfGroup>>[number]; actions: (typeof due)[number][] }>();
		for (const centreId of new Set(due.map(({ action }) => action.centreId))) {
			const [people, group] = [await peopleOfGroup(tx, centreId), await groupForRules(tx, centreId)];
			for (const each of due.filter(({ action }) => action.centreId === centreId)) {
				const owner = people.find(({ id }) => id === each.action.ownerId);
				const ofSide = people.filter((person) => (each.action.side === 'partner') === (person.centreId === centreId) && (each.action.side === 'partner' || group?.hosts.has(person.centreId)));
				for (const person of owner ? [owner] : ofSide.slice(0, OFFICERS_TOLD)) {
					const letter = letters.get(person.id) ?? { person, actions: [] };
					letter.actions.push(each);
					letters.set(person.id, letter);
				}
			}
		}
		for (const { person, actions } of letters.values())
			await sendMail(tx, context.jobs, actionsLetter(person, { actions: actions.map(({ action, year, group }) => ({ texts: action.texts, dueOn: action.dueOn, centreId: action.centreId, year, group })), today, baseUrl: context.baseUrl }));
		await markReminded(tx, due.map(({ action }) => action.id), today);
		for (const { action, year } of due) await recordAudit(tx, groupAudit(system, 'remind-of-action', { centreId: action.centreId, year }, { detail: { actionId: action.id } }));
		return letters.size;
	});
}
