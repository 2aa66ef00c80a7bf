import type { Highs, ModelData } from 'highs';
import { hasBit } from './bit-masks.ts';
import { noPrices, type DualPrices } from './certificate.ts';
import { UNLIMITED, type Assignment, type MeetingsProblem, NONE } from './types.ts';

/** What a row stands for: an array of prices, and the place in it. `once` (a request at most once) needs no price. */
type RowPrice = [kind: keyof DualPrices | 'once', index: number];

/** The time-indexed model of greatest weight: a column for each request and slot it may lie in. */
export interface WeightModel {
	data: ModelData;
	/** Of the columns that are meetings; those of interpreters come after. */
	columnRequest: Int32Array;
	columnSlot: Int32Array;
	rows: RowPrice[];
	/** Costs are points divided by this, so that solvers see numbers near 1. */
	scale: number;
}

/** Rows under way: what each stands for, its limit, its entries. */
class Rows {
	readonly prices: RowPrice[] = [];
	readonly upper: number[] = [];
	readonly starts: number[] = [0];
	readonly indices: number[] = [];
	readonly values: number[] = [];

	/** Left out where it could never bind. */
	add(price: RowPrice, limit: number, columns: readonly number[], taken: readonly number[] = []): void {
		if (columns.length <= limit && taken.length === 0) return;
		this.prices.push(price);
		this.upper.push(limit);
		for (const column of columns) this.#entry(column, 1);
		for (const column of taken) this.#entry(column, -1);
		this.starts.push(this.indices.length);
	}

	#entry(column: number, value: number): void {
		this.indices.push(column);
		this.values.push(value);
	}
}

/** `whole` asks for a mixed-integer model, whose optimum is that of the meetings. */
export function weightModel(problem: MeetingsProblem, groups: readonly (readonly number[])[], highs: Highs, { whole }: { whole: boolean }): WeightModel {
	const columns = meetingColumns(problem);
	const count = columns.request.length;
	const rows = new Rows();
	for (let r = 0; r < problem.requests; r++) rows.add(['once', r], 1, columns.ofRequest[r]!);
	groups.forEach((group, g) => rows.add(['rival', g], 1, group.flatMap((r) => columns.ofRequest[r]!)));
	addPeopleRows(problem, columns, rows);
	for (let s = 0; s < problem.slots; s++) if (problem.capacity[s]! < UNLIMITED) rows.add(['location', s], problem.capacity[s]!, columns.ofSlot[s]!);
	const served = addInterpreterRows(problem, columns, rows, count);
	const numCols = count + served;
	let scale = 1;
	for (const points of problem.points) scale = Math.max(scale, points);
	const colCost = new Float64Array(numCols);
	const colLower = new Float64Array(numCols);
	for (let c = 0; c < count; c++) {
		colCost[c] = problem.points[columns.request[c]!]! / scale;
		if (problem.fixedSlot[columns.request[c]!]! >= 0) colLower[c] = 1;
	}
	const { integer, continuous } = highs.constants.variableType;
	const data: ModelData = {
		numCols,
		numRows: rows.upper.length,
		sense: highs.constants.objectiveSense.maximize,
		colCost,
		colLower,
		colUpper: new Float64Array(numCols).fill(1),
		rowLower: new Float64Array(rows.upper.length).fill(-highs.infinity),
		rowUpper: Float64Array.from(rows.upper),
		matrix: { format: 'csr', numRows: rows.upper.length, numCols, starts: Int32Array.from(rows.starts), indices: Int32Array.from(rows.indices), values: Float64Array.from(rows.values) },
		...(whole ? { integrality: Array.from({ length: numCols }, (_, c) => (c < count ? integer : continuous)) } : {}),
	};
	return { data, columnRequest: Int32Array.from(columns.request), columnSlot: Int32Array.from(columns.slot), rows: rows.prices, scale };
}

interface Columns {
	request: number[];
	slot: number[];
	ofRequest: number[][];
	ofSlot: number[][];
}

function meetingColumns(problem: MeetingsProblem): Columns {
	const columns: Columns = { request: [], slot: [], ofRequest: [], ofSlot: Array.from({ length: problem.slots }, () => []) };
	for (let r = 0; r < problem.requests; r++) {
		const own: number[] = [];
		for (let s = 0; s < problem.slots; s++) {
			if (!hasBit(problem.allowed, r, problem.words, s)) continue;
			own.push(columns.request.length);
			columns.ofSlot[s]!.push(columns.request.length);
			columns.request.push(r);
			columns.slot.push(s);
		}
		columns.ofRequest.push(own);
	}
	return columns;
}

function addPeopleRows(problem: MeetingsProblem, columns: Columns, rows: Rows): void {
	for (let p = 0; p < problem.participants; p++) {
		const own = [...problem.requestsOf.subarray(problem.requestsStart[p]!, problem.requestsStart[p + 1]!)];
		const bySlot: number[][] = Array.from({ length: problem.slots }, () => []);
		for (const r of own) for (const c of columns.ofRequest[r]!) bySlot[columns.slot[c]!]!.push(c);
		bySlot.forEach((list, s) => rows.add(['time', p * problem.slots + s], 1, list));
		const possible = (from: number, to: number) => Math.min(own.length, bySlot.slice(from, to).filter((list) => list.length > 0).length);
		if (problem.maxMeetings[p]! < possible(0, problem.slots)) rows.add(['total', p], problem.maxMeetings[p]!, bySlot.flat());
		for (let d = 0; d < problem.days; d++) {
			const [from, to] = [problem.dayStart[d]!, problem.dayStart[d + 1]!];
			if (problem.maxPerDay[p]! < possible(from, to)) rows.add(['day', p * problem.days + d], problem.maxPerDay[p]!, bySlot.slice(from, to).flat());
		}
	}
}

/** What a need takes in a slot flows from the interpreters who serve it; each has one meeting to give. */
function addInterpreterRows(problem: MeetingsProblem, columns: Columns, rows: Rows, firstColumn: number): number {
	let next = firstColumn;
	for (let s = 0; s < problem.slots; s++) {
		const given: number[][] = Array.from({ length: problem.interpreters }, () => []);
		for (let need = 0; need < problem.needs; need++) {
			const asking = columns.ofSlot[s]!.filter((c) => problem.needOf[columns.request[c]!] === need);
			if (asking.length === 0) continue;
			const flows: number[] = [];
			for (let i = problem.needStart[need]!; i < problem.needStart[need + 1]!; i++) {
				const who = problem.needInterpreters[i]!;
				if (!hasBit(problem.interpreterAvailable, who, problem.words, s)) continue;
				given[who]!.push(next);
				flows.push(next++);
			}
			rows.add(['interpreter', need * problem.slots + s], 0, asking, flows);
		}
		// The price of an interpreter follows from those of the needs; see certificate.ts.
		for (const list of given) rows.add(['once', NONE], 1, list);
	}
	return next - firstColumn;
}

/** Row duals as prices: negative ones, which a solver leaves by its tolerances, count as none. */
export function pricesFrom(problem: MeetingsProblem, model: WeightModel, rowDual: Float64Array, groups: number): DualPrices {
	const prices = noPrices(problem, groups);
	model.rows.forEach(([kind, index], row) => {
		if (kind !== 'once') prices[kind][index] = Math.max(0, rowDual[row]!) * model.scale;
	});
	return prices;
}

/** A solution of the whole model as a schedule without tables and interpreters. */
export function assignmentFrom(problem: MeetingsProblem, model: WeightModel, columnValue: Float64Array): Assignment {
	const empty = () => new Int32Array(problem.requests).fill(NONE);
	const slot = empty();
	for (let c = 0; c < model.columnRequest.length; c++) if (columnValue[c]! > 0.5) slot[model.columnRequest[c]!] = model.columnSlot[c]!;
	return { slot, table: empty(), interpreter: empty() };
}
