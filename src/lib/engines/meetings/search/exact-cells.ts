import type { Highs, ModelData } from 'highs';
import type { Random } from './random.ts';
import type { ScheduleState } from './schedule-state.ts';

/** A model under way, a column at a time. */
class Columns {
	readonly cost: number[] = [];
	readonly starts: number[] = [0];
	readonly indices: number[] = [];
	readonly values: number[] = [];
	readonly upper: number[] = [];
	private readonly rows = new Map<number, number>();

	/** The row of a key, made with its limit where it is new. */
	row(key: number, limit: number): number {
		let row = this.rows.get(key);
		if (row === undefined) {
			row = this.upper.length;
			this.upper.push(limit);
			this.rows.set(key, row);
		}
		return row;
	}

	enter(row: number, value: number): void {
		this.indices.push(row);
		this.values.push(value);
	}

	close(cost: number): void {
		this.cost.push(cost);
		this.starts.push(this.indices.length);
	}
}

export interface Refilled {
	/** How hard it was: the iterations of the simplex method; Infinity where nothing could be solved. */
	effort: number;
	/** No filling of these cells has more weight. */
	isBest: boolean;
}

interface CellsModel {
	data: ModelData;
	request: number[];
	cell: number[];
	start: Float64Array;
}

/** Columns beyond which a neighbourhood is not worth while: it would take seconds. */
const MOST_COLUMNS = 30_000;

/**
 * Takes everything out of a few cells and fills them again exactly, with what lay there and what is waiting, by a mixed-integer
 * programme; all other cells stay as they are. Small random amounts on the costs choose among equals, so that the search wanders.
 * The state is never worse after.
 */
export function refillCells(state: ScheduleState, highs: Highs, random: Random, cells: readonly number[], { seconds, nodes }: { seconds: number; nodes: number }): Refilled {
	const before = state.weight;
	const model = cellsModel(state, highs, random, cells);
	if (model === undefined) return { effort: Infinity, isBest: false };
	const solved = highs.withModel(model.data, (run) => {
		run.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 1e-6, mip_max_nodes: nodes, random_seed: 1 });
		run.setSolution({ colValue: model.start });
		run.run();
		const { colValue } = run.getSolution();
		return { colValue, iterations: Number(run.info.get('simplex_iteration_count')), isBest: run.getModelStatus() === highs.constants.modelStatus.optimal };
	});
	if (solved.colValue.length === 0) return { effort: Infinity, isBest: false };
	for (const cell of cells) {
		for (let i = state.used[cell]! - 1; i >= 0; i--) {
			const request = state.inCell[cell * state.cellRoom + i]!;
			if (state.model.pinned[request]! < 0) state.remove(request);
		}
	}
	let whole = true;
	for (let column = 0; column < model.request.length && whole; column++) {
		if (solved.colValue[column]! > 0.5) whole = state.place(model.request[column]!, model.cell[column]!);
	}
	if (!whole || state.weight < before - 1e-9) state.undo();
	else state.keep();
	return { effort: Math.max(0, solved.iterations), isBest: whole && solved.isBest };
}

function cellsModel(state: ScheduleState, highs: Highs, random: Random, cells: readonly number[]): CellsModel | undefined {
	const { model } = state;
	const { requests, words, allowed, pinned, weight } = model;
	const columns = new Columns();
	const request: number[] = [];
	const cell: number[] = [];
	const start: number[] = [];
	const freed = new Set(cells);
	const chance = 0.4 / (state.used[cells[0]!]! * cells.length + 1);
	for (let r = 0; r < requests; r++) {
		const home = state.cellOf[r]!;
		if (pinned[r]! >= 0 || (home >= 0 && !freed.has(home)) || rivalElsewhere(state, r, freed)) continue;
		for (const c of cells) {
			if (!((allowed[r * words + (c >>> 5)]! >>> (c & 31)) & 1) || isPinnedAt(state, r, c)) continue;
			if (request.length >= MOST_COLUMNS) return undefined;
			enterMeeting(state, columns, r, c, freed);
			columns.close(weight[r]! + chance * random.unit());
			request.push(r);
			cell.push(c);
			start.push(home === c ? 1 : 0);
		}
	}
	const integer = request.length;
	if (integer === 0) return undefined;
	const begun = addInterpreters(state, columns, cells);
	const numCols = columns.cost.length;
	const numRows = columns.upper.length;
	const rowLower = new Float64Array(numRows).fill(-highs.infinity);
	const { integer: whole, continuous } = highs.constants.variableType;
	return {
		request,
		cell,
		start: Float64Array.from([...start, ...begun]),
		data: {
			numCols,
			numRows,
			sense: highs.constants.objectiveSense.maximize,
			colCost: Float64Array.from(columns.cost),
			colLower: new Float64Array(numCols),
			colUpper: new Float64Array(numCols).fill(1),
			rowLower,
			rowUpper: Float64Array.from(columns.upper),
			matrix: {
				format: 'csc',
				numRows,
				numCols,
				starts: Int32Array.from(columns.starts),
				indices: Int32Array.from(columns.indices),
				values: Float64Array.from(columns.values),
			},
			integrality: Int32Array.from({ length: numCols }, (_, column) => (column < integer ? whole : continuous)),
		},
	};
}

/** Rows have keys: a kind, and within it a place. */
const KINDS = 7;
const key = (kind: number, place: number) => place * KINDS + kind;

function enterMeeting(state: ScheduleState, columns: Columns, request: number, cell: number, freed: ReadonlySet<number>): void {
	const { partyStart, party, cells, days, dayOfCell, dayLimit, totalLimit, capacity, rivalStart, rivals, need } = state.model;
	columns.enter(columns.row(key(0, request), 1), 1);
	columns.enter(columns.row(key(1, cell), capacity[cell]! - pinnedIn(state, cell)), 1);
	for (let i = partyStart[request]!; i < partyStart[request + 1]!; i++) {
		const person = party[i]!;
		const day = dayOfCell[cell]!;
		columns.enter(columns.row(key(2, person * cells + cell), 1), 1);
		if (dayLimit[person]! < slotsOfDay(state, day)) {
			columns.enter(columns.row(key(3, person * days + day), dayLimit[person]! - elsewhere(state, person, day, freed)), 1);
		}
		if (totalLimit[person]! < state.model.cellOfSlot.length) {
			columns.enter(columns.row(key(4, person), totalLimit[person]! - elsewhere(state, person, -1, freed)), 1);
		}
	}
	for (let i = rivalStart[request]!; i < rivalStart[request + 1]!; i++) {
		const pair = Math.min(request, rivals[i]!) * state.model.requests + Math.max(request, rivals[i]!);
		columns.enter(columns.row(key(5, pair), 1), 1);
	}
	if (need[request]! >= 0) columns.enter(columns.row(key(6, need[request]! * cells + cell), 0), 1);
}

/** What a need takes in a cell is given by the interpreters who serve it; each has one meeting to give. Returns the values to begin with. */
function addInterpreters(state: ScheduleState, columns: Columns, cells: readonly number[]): number[] {
	const { model } = state;
	const begun: number[] = [];
	const needs = model.servingStart.length - 1;
	const interpreterRow = -1;
	for (const cell of cells) {
		for (let need = 0; need < needs; need++) {
			const row = columns.row(key(6, need * model.cells + cell), 0);
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

function rivalElsewhere(state: ScheduleState, request: number, freed: ReadonlySet<number>): boolean {
	const { rivalStart, rivals, pinned } = state.model;
	for (let i = rivalStart[request]!; i < rivalStart[request + 1]!; i++) {
		const home = state.cellOf[rivals[i]!]!;
		if (home >= 0 && (pinned[rivals[i]!]! >= 0 || !freed.has(home))) return true;
	}
	return false;
}

/** Whether somebody of `request` is in a fixed meeting then. */
function isPinnedAt(state: ScheduleState, request: number, cell: number): boolean {
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
