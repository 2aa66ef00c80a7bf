import type { Highs, ModelData } from 'highs';
import { addInterpreters, enterMeeting, isPinnedAt, rivalElsewhere } from './cell-rows.ts';
import { ModelColumns } from './model-columns.ts';
import type { Random } from './random.ts';
import type { ScheduleState } from './schedule-state.ts';

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
	/** A gap below it cannot hide a better filling. */
	precision: number;
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
		run.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: model.precision, mip_max_nodes: nodes, random_seed: 1 });
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
	const columns = new ModelColumns();
	const request: number[] = [];
	const cell: number[] = [];
	const start: number[] = [];
	const freed = new Set(cells);
	// Whole weights leave room for random amounts that never add up to one, and for a gap that is not worth closing.
	const precision = weight.every(Number.isInteger) ? 0.45 : 1e-6;
	const chance = precision / (requests + 1);
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
	return { request, cell, start: Float64Array.from([...start, ...begun]), data: columns.data(highs, integer), precision };
}
