import type { BoardChange, BoardMeeting } from '#lib/meetings/board.ts';

/** What of a board as it is shown a step changes, or decides what is shown of it. */
interface Shown extends Pick<BoardChange, 'broken' | 'inConflict' | 'chosen'> {
	schedule: BoardChange['schedule'] & { version: number };
	day: string | null;
	rows: { ids: readonly string[] };
	cells: BoardMeeting[];
	picked: { shown: BoardChange['picked']; total: number };
	againstPicked: string[];
	unplaced: { shown: NonNullable<BoardChange['unplaced']>[]; total: number };
	names: { people: BoardChange['people']; requests: Record<string, readonly string[]>; slots: Record<string, { dayId: string }> };
	filters: { by: 'people' | 'tables'; only: string; chosen: string | null };
}

/**
 * A board with what one step has changed of it, so that nothing else is read or drawn again. Null where that would not tell all: others
 * have changed it meanwhile, or who is shown depends on what was changed.
 */
export function changedBoard<View extends Shown>(view: View, change: BoardChange): View | null {
	if (change.version !== view.schedule.version + 1 || view.filters.only !== 'all') return null;
	const { requestId, place } = change;
	const isShown = place !== null && view.names.slots[place.slotId]?.dayId === view.day && (view.filters.by === 'tables' ? view.rows.ids.includes(place.tableId ?? '') : change.parties.some((id) => view.rows.ids.includes(id)));
	const others = view.unplaced.shown.filter(({ id }) => id !== requestId);
	const pickedElsewhere = view.picked.shown.filter((each) => each.requestId !== requestId);
	const picked = { shown: [...pickedElsewhere, ...change.picked], total: view.picked.total - view.picked.shown.length + pickedElsewhere.length + change.picked.length };
	const againstPicked = [...view.againstPicked.filter((id) => id !== requestId), ...(change.picked.length > 0 ? [requestId] : [])];
	return {
		...view,
		schedule: { ...view.schedule, ...change.schedule, version: change.version },
		cells: [...view.cells.filter((cell) => cell.requestId !== requestId), ...(isShown ? [place] : [])],
		broken: change.broken,
		inConflict: [...new Set([...change.inConflict, ...againstPicked])],
		picked,
		againstPicked,
		unplaced: { shown: change.unplaced ? [change.unplaced, ...others] : others, total: change.unplacedTotal },
		chosen: view.filters.chosen === null ? null : change.chosen,
		names: { ...view.names, requests: { ...view.names.requests, [requestId]: change.parties }, people: { ...view.names.people, ...change.people } },
	};
}
