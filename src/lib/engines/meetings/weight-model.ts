import type { Highs, ModelData, RowData } from 'highs';
import { hasBit } from './bit-masks.ts';
import { noPrices, type DualPrices } from './certificate.ts';
import { mostWithin, requestsWithin, type OddSet } from './odd-sets.ts';
import { NONE, UNLIMITED, type Assignment, type MeetingsProblem } from './types.ts';

/** What a row stands for: an array of prices, and the places in it that have its price (of `odd`, the set's number). `once` (a request at most once) needs no price. */
type RowPrice = [kind: keyof DualPrices | 'once', ...places: number[]];

/** The model of greatest weight: a column for each request and period it may lie in. */
export interface WeightModel {
	data: ModelData;
	/** Of the columns that are meetings; those of interpreters come after. */
	columnRequest: Int32Array;
	/** The first slot of the period. */
	columnSlot: Int32Array;
	rows: RowPrice[];
	oddSets: readonly OddSet[];
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

	/** Left out where it could never bind: `most` is what the columns come to at most. */
	add(price: RowPrice, limit: number, columns: readonly number[], { taken = [], most = columns.length }: { taken?: readonly number[]; most?: number } = {}): void {
		if (most <= limit && taken.length === 0) return;
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

/** Slots one after another: from the first up to the one before the second. */
export type Period = readonly [from: number, to: number];

/** Each slot by itself. */
function singleSlots(problem: MeetingsProblem): Period[] {
	return Array.from({ length: problem.slots }, (_, s) => [s, s + 1]);
}

export function wholeDays(problem: MeetingsProblem): Period[] {
	return Array.from({ length: problem.days }, (_, d) => [problem.dayStart[d]!, problem.dayStart[d + 1]!]);
}

/**
 * With a period for each slot the time-indexed model. With longer ones, which may not cross days, what is scarce in a slot is counted over
 * the period, so that the model is a relaxation; where the slots of a day are much alike to all it loses hardly anything, and is many times
 * smaller. `whole` asks for a mixed-integer model; with single slots its optimum is that of the meetings.
 */
export function weightModel(
	problem: MeetingsProblem,
	groups: readonly (readonly number[])[],
	highs: Highs,
	{ whole, periods = singleSlots(problem) }: { whole: boolean; periods?: readonly Period[] },
): WeightModel {
	const columns = meetingColumns(problem, periods);
	const count = columns.request.length;
	const rows = new Rows();
	for (let r = 0; r < problem.requests; r++) rows.add(['once'], 1, columns.ofRequest[r]!);
	groups.forEach((group, g) => rows.add(['rival', g], 1, group.flatMap((r) => columns.ofRequest[r]!)));
	addPeopleRows(problem, columns, periods, rows);
	periods.forEach(([from, to], period) => {
		const capacity = problem.capacity.subarray(from, to);
		if (capacity.some((tables) => tables >= UNLIMITED)) return;
		rows.add(['location', ...slotsOf([from, to])], capacity.reduce((sum, tables) => sum + tables, 0), columns.ofPeriod[period]!);
	});
	const served = addInterpreterRows(problem, columns, periods, rows, count);
	const numCols = count + served.length;
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
		colUpper: Float64Array.from({ length: numCols }, (_, c) => (c < count ? 1 : served[c - count]!)),
		rowLower: new Float64Array(rows.upper.length).fill(-highs.infinity),
		rowUpper: Float64Array.from(rows.upper),
		matrix: { format: 'csr', numRows: rows.upper.length, numCols, starts: Int32Array.from(rows.starts), indices: Int32Array.from(rows.indices), values: Float64Array.from(rows.values) },
		...(whole ? { integrality: Array.from({ length: numCols }, (_, c) => (c < count ? integer : continuous)) } : {}),
	};
	return { data, columnRequest: Int32Array.from(columns.request), columnSlot: Int32Array.from(columns.period, (period) => periods[period]![0]), rows: rows.prices, oddSets: [], scale };
}

/** The model with more odd sets, which cut fractions off, and the rows of them that its solver is to add. Only for single slots. */
export function withOddSets(problem: MeetingsProblem, model: WeightModel, sets: readonly OddSet[], highs: Highs): { model: WeightModel; added: Omit<RowData, 'count'> } {
	const columnsOf = Map.groupBy(model.columnRequest.keys(), (c) => model.columnRequest[c]!);
	const entries = sets.map((set) => requestsWithin(problem, set.participants).flatMap((r) => (columnsOf.get(r) ?? []).filter((c) => model.columnSlot[c] === set.slot)));
	const starts = [0];
	for (const list of entries) starts.push(starts.at(-1)! + list.length);
	const indices = Int32Array.from(entries.flat());
	return {
		model: { ...model, rows: [...model.rows, ...sets.map((_, i): RowPrice => ['odd', model.oddSets.length + i])], oddSets: [...model.oddSets, ...sets] },
		added: {
			lower: new Float64Array(sets.length).fill(-highs.infinity),
			upper: Float64Array.from(sets, mostWithin),
			matrix: { format: 'csr', numRows: sets.length, numCols: model.data.numCols, starts: Int32Array.from(starts), indices, values: new Float64Array(indices.length).fill(1) },
		},
	};
}

interface Columns {
	request: number[];
	period: number[];
	ofRequest: number[][];
	ofPeriod: number[][];
}

function slotsOf([from, to]: Period): number[] {
	return Array.from({ length: to - from }, (_, i) => from + i);
}

function meetingColumns(problem: MeetingsProblem, periods: readonly Period[]): Columns {
	const columns: Columns = { request: [], period: [], ofRequest: [], ofPeriod: periods.map(() => []) };
	for (let r = 0; r < problem.requests; r++) {
		const own: number[] = [];
		periods.forEach(([from, to], period) => {
			let slot = from;
			while (slot < to && !hasBit(problem.allowed, r, problem.words, slot)) slot++;
			if (slot === to) return;
			own.push(columns.request.length);
			columns.ofPeriod[period]!.push(columns.request.length);
			columns.request.push(r);
			columns.period.push(period);
		});
		columns.ofRequest.push(own);
	}
	return columns;
}

function addPeopleRows(problem: MeetingsProblem, columns: Columns, periods: readonly Period[], rows: Rows): void {
	for (let p = 0; p < problem.participants; p++) {
		const own = [...problem.requestsOf.subarray(problem.requestsStart[p]!, problem.requestsStart[p + 1]!)];
		const byPeriod: number[][] = periods.map(() => []);
		for (const r of own) for (const c of columns.ofRequest[r]!) byPeriod[columns.period[c]!]!.push(c);
		const possibleBy: number[] = [];
		periods.forEach((period, i) => {
			const usable = slotsOf(period).filter((s) => own.some((r) => hasBit(problem.allowed, r, problem.words, s)));
			rows.add(['time', ...usable.map((s) => p * problem.slots + s)], usable.length, byPeriod[i]!);
			possibleBy.push(Math.min(own.length, usable.length));
		});
		const possible = (of: readonly number[]) => Math.min(own.length, of.reduce((sum, i) => sum + possibleBy[i]!, 0));
		if (problem.maxMeetings[p]! < possible([...periods.keys()])) rows.add(['total', p], problem.maxMeetings[p]!, byPeriod.flat());
		for (let d = 0; d < problem.days; d++) {
			const ofDay = [...periods.keys()].filter((i) => problem.dayOf[periods[i]![0]] === d);
			if (problem.maxPerDay[p]! < possible(ofDay)) rows.add(['day', p * problem.days + d], problem.maxPerDay[p]!, ofDay.flatMap((i) => byPeriod[i]!));
		}
	}
}

/** What a need takes in a period flows from the interpreters who serve it; each has one meeting a slot to give. Returns the most of each flow. */
function addInterpreterRows(problem: MeetingsProblem, columns: Columns, periods: readonly Period[], rows: Rows, firstColumn: number): number[] {
	const most: number[] = [];
	periods.forEach((period, i) => {
		const slots = slotsOf(period);
		const given: number[][] = Array.from({ length: problem.interpreters }, () => []);
		const hours = (who: number) => slots.filter((s) => hasBit(problem.interpreterAvailable, who, problem.words, s)).length;
		for (let need = 0; need < problem.needs; need++) {
			const asking = columns.ofPeriod[i]!.filter((c) => problem.needOf[columns.request[c]!] === need);
			if (asking.length === 0) continue;
			const flows: number[] = [];
			for (let k = problem.needStart[need]!; k < problem.needStart[need + 1]!; k++) {
				const who = problem.needInterpreters[k]!;
				if (hours(who) === 0) continue;
				given[who]!.push(firstColumn + most.length);
				flows.push(firstColumn + most.length);
				most.push(hours(who));
			}
			rows.add(['interpreter', ...slots.map((s) => need * problem.slots + s)], 0, asking, { taken: flows });
		}
		// The price of an interpreter follows from those of the needs; see certificate.ts.
		given.forEach((list, who) => rows.add(['once'], hours(who), list, { most: list.length * hours(who) }));
	});
	return most;
}

/** Row duals as prices: negative ones, which a solver leaves by its tolerances, count as none. */
export function pricesFrom(problem: MeetingsProblem, model: WeightModel, rowDual: Float64Array, groups: number): DualPrices {
	const prices = noPrices(problem, groups);
	const odd: DualPrices['odd'][number][] = [];
	model.rows.forEach(([kind, ...places], row) => {
		const price = Math.max(0, rowDual[row]!) * model.scale;
		if (kind === 'odd') {
			if (price > 0) odd.push({ ...model.oddSets[places[0]!]!, price });
		} else if (kind !== 'once') for (const place of places) prices[kind][place] = price;
	});
	return { ...prices, odd };
}

/** A solution of the whole model as a schedule without tables and interpreters, with the first slot of each period. */
export function assignmentFrom(problem: MeetingsProblem, model: WeightModel, columnValue: Float64Array): Assignment {
	const empty = () => new Int32Array(problem.requests).fill(NONE);
	const slot = empty();
	for (let c = 0; c < model.columnRequest.length; c++) if (columnValue[c]! > 0.5) slot[model.columnRequest[c]!] = model.columnSlot[c]!;
	return { slot, table: empty(), interpreter: empty() };
}
