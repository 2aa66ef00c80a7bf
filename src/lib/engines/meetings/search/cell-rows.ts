import type { ModelColumns } from './model-columns.ts';
import type { ScheduleState } from './schedule-state.ts';

/** Rows have keys: a kind, and within it a place. */
const KINDS = 7;
const rowKey = (kind: number, place: number) => place * KINDS + kind;

/**
 * Enters a column for holding `request` in `cell` into the rows of the hard rules, as far as the cells in `freed` leave them open.
 */
export function enterMeeting(state: ScheduleState, columns: ModelColumns, request: number, cell: number, freed: ReadonlySet<number>): void {
	const { partyStart, party, cells, days, dayOfCell, dayLimit, totalLimit, capacity, rivalStart, rivals, need } = state.model;
	columns.enter(columns.row(rowKey(0, request), 1), 1);
	columns.enter(columns.row(rowKey(1, cell), capacity[cell]! - pinnedIn(state, cell)), 1);
	for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) {
		const person = party[i]!;
		const day = dayOfCell[cell]!;
		columns.enter(columns.row(rowKey(2, person * cells + cell), 1), 1);
		if (dayLimit[person]! < slotsOfDay(state, day)) {
			columns.enter(columns.row(rowKey(3, person * days + day), dayLimit[person]! - elsewhere(state, person, day, freed)), 1);
		}
		if (totalLimit[person]! < state.model.cellOfSlot.length) {
			columns.enter(columns.row(rowKey(4, person), totalLimit[person]! - elsewhere(state, person, -1, freed)), 1);
		}
	}
	for (let i = rivalStart[request]!; i < rivalStart[request + 1]!; i++) {
		const pair = Math.min(request, rivals[i]!) * state.model.requests + Math.max(request, rivals[i]!);
		columns.enter(columns.row(rowKey(5, pair), 1), 1);
	}
	if (need[request]! >= 0) columns.enter(columns.row(rowKey(6, need[request]! * cells + cell), 0), 1);
}

/** What a need takes in a cell is given by the interpreters who serve it; each has one meeting to give. Returns the values to begin with. */
export function addInterpreters(state: ScheduleState, columns: ModelColumns, cells: readonly number[]): number[] {
	const { model } = state;
	const begun: number[] = [];
	const needs = model.servingStart.length - 1;
	const interpreterRow = -1;
	for (const cell of cells) {
		for (let need = 0; need < needs; need++) {
			const row = columns.row(rowKey(6, need * model.cells + cell), 0);
			for (let i = model.servingStart[need]!; i < model.servingStart[need + 1]!; i++) {
				const who = model.serving[i]!;
				if (!((model.interpreterAvailable[who * model.words + (cell >>> 5)]! >>> (cell & 31)) & 1)) continue;
				const serves = state.interpreterAt[who * model.cells + cell]!;
				if (serves >= 0 && model.pinned[serves]! >= 0) continue;
				columns.enter(row, -1);
				columns.enter(columns.row(interpreterRow - who * model.cells - cell, 1), 1);
				columns.close(0);
				begun.push(serves >= 0 && model.need[serves]! === need ? 1 : 0);
			}
		}
	}
	return begun;
}

export function rivalElsewhere(state: ScheduleState, request: number, freed: ReadonlySet<number>): boolean {
	const { rivalStart, rivals, pinned } = state.model;
	for (let i = rivalStart[request]!; i < rivalStart[request + 1]!; i++) {
		const home = state.cellOf[rivals[i]!]!;
		if (home >= 0 && (pinned[rivals[i]!]! >= 0 || !freed.has(home))) return true;
	}
	return false;
}

/** Whether somebody of `request` is in a fixed meeting then. */
export function isPinnedAt(state: ScheduleState, request: number, cell: number): boolean {
	const { partyStart, party, cells, pinned } = state.model;
	for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) {
		const other = state.at[party[i]! * cells + cell]!;
		if (other >= 0 && pinned[other]! >= 0) return true;
	}
	return false;
}

function pinnedIn(state: ScheduleState, cell: number): number {
	let count = 0;
	for (let i = 0; i < state.used[cell]!; i++) if (state.model.pinned[state.inCell[cell * state.cellRoom + i]!]! >= 0) count++;
	return count;
}

function slotsOfDay(state: ScheduleState, day: number): number {
	let count = 0;
	for (const cell of state.model.cellOfSlot) if (state.model.dayOfCell[cell]! === day) count++;
	return count;
}

/** Meetings of a person on a day (-1: on all) that the refilling does not touch. */
function elsewhere(state: ScheduleState, person: number, day: number, freed: ReadonlySet<number>): number {
	const { cells, cellOfSlot, dayOfCell, pinned } = state.model;
	let count = 0;
	for (const cell of cellOfSlot) {
		if (day >= 0 && dayOfCell[cell]! !== day) continue;
		const meeting = state.at[person * cells + cell]!;
		if (meeting >= 0 && (!freed.has(cell) || pinned[meeting]! >= 0)) count++;
	}
	return count;
}
