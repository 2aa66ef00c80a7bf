import type { ScheduleState } from './schedule-state.ts';

/** The meetings of each cell of a schedule in the order of what it costs to give them up, kept as the schedule changes. */
export class CheapestFirst {
	/** Meetings of a cell: `meetings[cell * room]` and on, as many as the cell has. */
	readonly meetings: Int32Array;
	private readonly room: number;
	private readonly costOf: Float64Array;
	private readonly count: Int32Array;

	/** `costOf`: by request; it does not change. */
	constructor(state: ScheduleState, costOf: Float64Array) {
		this.room = state.cellRoom;
		this.meetings = new Int32Array(state.inCell.length);
		this.count = new Int32Array(state.used.length);
		this.costOf = costOf;
		for (const [request, cell] of state.cellOf.entries()) if (cell >= 0) this.add(request, cell);
	}

	add(request: number, cell: number): void {
		const place = this.placeOf(request, cell);
		const end = cell * this.room + this.count[cell]!++;
		this.meetings.copyWithin(place + 1, place, end);
		this.meetings[place] = request;
	}

	remove(request: number, cell: number): void {
		const place = this.placeOf(request, cell);
		const end = cell * this.room + this.count[cell]!--;
		this.meetings.copyWithin(place, place + 1, end);
	}

	/** Where the request stands among the meetings of the cell, or would. */
	private placeOf(request: number, cell: number): number {
		const { meetings, costOf } = this;
		let [low, high] = [cell * this.room, cell * this.room + this.count[cell]!];
		while (low < high) {
			const middle = (low + high) >>> 1;
			const other = meetings[middle]!;
			if (costOf[other]! < costOf[request]! || (costOf[other]! === costOf[request]! && other < request)) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
