import type { Language } from '#lib/engines/text/language.ts';
import { THREADS_SHOWN } from '#lib/rooms/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { afterText, type After } from '#lib/server/docking/lists/queries.ts';
import { advisersIn, contactPeopleOf, findDocking } from '#lib/server/docking/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { RoomsContext } from './context.ts';
import { zoneOfPerson } from './meetings/invite.ts';
import { meetingsOf } from './meetings/queries.ts';
import { markedTerms } from './messages/glossary.ts';
import { summariesOf, summaryHistory, threadsOf } from './messages/queries.ts';
import { roomRules } from './rules.ts';
import { endedTasks, openTasks } from './to-do/queries.ts';

const MEETINGS_SHOWN = 10;
const ENDED_SHOWN = 20;
const SUMMARIES_SHOWN = 20;

/** The room of a docking on one page: threads, tasks, meetings, and the officers' summary in the reader's language where there is one. Errors: not_found. */
export async function viewRoom(context: RoomsContext, actor: Actor, asked: { reference: string; language: Language; after?: After | null }) {
	return asActor(context.db, actor, async (tx) => {
		const found = await findDocking(tx, { reference: asked.reference });
		const rules = found && { docking: found.access, side: 'officers' as const };
		if (!found || !rules || !roomRules.view(actor, rules)) throw new ExpectedError('not_found', 'No such docking.');
		const { row, parties } = found;
		const self = actor.kind === 'member' ? actor.userId : '';
		const threads = await threadsOf(tx, row.id, self, { limit: THREADS_SHOWN + 1, after: asked.after ?? null });
		const summaries = await summariesOf(tx, row.id);
		const summary = summaries.find(({ language }) => language === asked.language) ?? summaries[0];
		const last = threads[THREADS_SHOWN - 1];
		const now = context.clock();
		const contacts = await contactPeopleOf(tx, row.id);
		const advisers = await advisersIn(tx, parties);
		return {
			threads: threads.slice(0, THREADS_SHOWN).map(({ id, subject, language, called, lastAt, messages, unseen }) => ({ id, subject, language, called, lastAt, messages, unseen })),
			olderThreads: threads.length > THREADS_SHOWN && last ? afterText({ at: last.lastAt, id: last.id }) : null,
			tasks: (await openTasks(tx, row.id)).map(taskView),
			endedTasks: (await endedTasks(tx, row.id, ENDED_SHOWN)).map(taskView),
			meetings: (await meetingsOf(tx, row.id, now, MEETINGS_SHOWN)).map(({ id, state, title, language, startsAt, minutes }) => ({ id, state, title, language, startsAt, minutes, past: startsAt !== null && startsAt.getTime() + minutes * 60_000 <= now.getTime() })),
			summary: summary ? { language: summary.language, text: summary.text, terms: markedTerms(context.reader, summary.text, summary.language, asked.language), called: summary.called, at: summary.at } : null,
			olderSummaries: (await summaryHistory(tx, row.id, SUMMARIES_SHOWN)).filter(({ id }) => id !== summary?.id).map(({ id, language, text, called, at }) => ({ id, language, text, called, at })),
			/** To whom a task may be given. */
			people: [...contacts.map(({ id, name, side }) => ({ id, name, side })), ...advisers.map(({ id, name }) => ({ id, name, side: 'officers' as const }))],
			zone: self ? await zoneOfPerson(tx, self) : 'UTC',
			today: now.toISOString().slice(0, 10),
			may: { write: roomRules.write(actor, rules), summarise: roomRules.summarise(actor, rules) },
		};
	});
}

function taskView({ id, state, version, what, language, side, person, dueOn, called, endedAt }: Awaited<ReturnType<typeof openTasks>>[number]) {
	return { id, state, version, what, language, side, person, dueOn, called, endedAt };
}
