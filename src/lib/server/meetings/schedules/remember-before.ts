import type { Transaction } from '#lib/server/platform/database.ts';
import { standingMeetings } from '../frame/queries.ts';
import type { Placing } from '../live/settle-meetings.ts';
import { isPast, placedOf } from './ground.ts';
import { keepBefore, placedIn, scheduleById, type ScheduleRow } from './queries.ts';
import { isRun, MOST_STEPS_BACK, type BoardStep } from './schedule.ts';

/**
 * Keeps the meetings that a run goes on from, so that one press takes the run back, and answers the history of the board that it makes:
 * the run, and before it the steps on the board that it went on from. The first run of all goes on from nothing.
 */
export async function rememberBefore(tx: Transaction, { id, eventId, options }: Pick<ScheduleRow, 'id' | 'eventId' | 'options'>, now: Date): Promise<BoardStep[]> {
	const base = options.from === null ? undefined : await scheduleById(tx, options.from);
	const standing = async () => (await standingMeetings(tx, eventId)).filter((meeting) => !isPast(meeting, now)).flatMap((meeting) => placedOf(meeting).map((placed) => ({ ...placed, locked: meeting.locked })));
	const meetings = (base ? await placedIn(tx, base.id) : await standing()).map(({ requestId, slotId, tableId, interpreterId, locked }) => ({ scheduleId: id, step: 'run' as const, requestId, eventId, slotId, tableId, interpreterId, locked }));
	await keepBefore(tx, id, 'run', meetings);
	if (meetings.length === 0) return [];
	const { boundBy, part, history = [] } = base?.options ?? {};
	const earlier = history.findIndex(isRun);
	return [{ run: { meetings: meetings.length, bound: base?.bound ?? null, ...(boundBy ? { boundBy } : {}), ...(part ? { part } : {}) } }, ...(earlier < 0 ? history : history.slice(0, earlier))].slice(0, MOST_STEPS_BACK);
}

/** Keeps where the meetings stood that a publication changes, and answers how many these are. */
export async function rememberStanding(tx: Transaction, schedule: Pick<ScheduleRow, 'id' | 'eventId'>, changed: { place: readonly Placing[]; callOff: readonly string[] }): Promise<number> {
	const standing = new Map((await standingMeetings(tx, schedule.eventId)).map((meeting) => [meeting.requestId, meeting]));
	const isAsIs = ({ requestId, slotId, tableId, interpreterId, locked = false }: Placing) => {
		const was = standing.get(requestId);
		return was?.slotId === slotId && was.tableId === tableId && was.interpreterId === interpreterId && was.locked === locked;
	};
	const concerned = [...changed.place.filter((each) => !isAsIs(each)).map(({ requestId }) => requestId), ...changed.callOff];
	const rows = concerned.map((requestId) => {
		const was = standing.get(requestId);
		return { scheduleId: schedule.id, step: 'publication' as const, requestId, eventId: schedule.eventId, slotId: was?.slotId ?? null, tableId: was?.tableId ?? null, interpreterId: was?.interpreterId ?? null, locked: was?.locked ?? false, ...(was ? { origin: was.origin, cameWith: was.scheduleId } : {}) };
	});
	await keepBefore(tx, schedule.id, 'publication', rows);
	return rows.length;
}
