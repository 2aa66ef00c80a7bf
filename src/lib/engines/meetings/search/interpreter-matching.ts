import type { SearchModel } from './search-model.ts';

/** Who interprets for whom: in each cell a matching of the meetings that need it to interpreters who can. */
export class InterpreterMatching {
	/** Interpreter of each request, -1 for none. */
	readonly interpreterOf: Int32Array;
	/** Request at `interpreter * cells + cell`, or -1. */
	readonly interpreterAt: Int32Array;
	private readonly model: SearchModel;
	private readonly seen: Int32Array;
	private seenMark = 0;

	constructor(model: SearchModel) {
		this.model = model;
		this.interpreterOf = new Int32Array(model.requests).fill(-1);
		this.interpreterAt = new Int32Array(model.interpreters * model.cells).fill(-1);
		this.seen = new Int32Array(Math.max(1, model.interpreters));
	}

	/**
	 * Finds an interpreter by Kuhn's augmenting path: those who serve others in this cell may change places. Returns false, with nothing
	 * changed, if there is none.
	 */
	find(request: number, cell: number): boolean {
		this.seenMark++;
		return this.augment(request, cell);
	}

	release(request: number, cell: number): void {
		const interpreter = this.interpreterOf[request]!;
		if (interpreter < 0) return;
		this.interpreterAt[interpreter * this.model.cells + cell] = -1;
		this.interpreterOf[request] = -1;
	}

	private augment(request: number, cell: number): boolean {
		const { servingStart, serving, need, interpreterAvailable, words, cells, pinnedInterpreter } = this.model;
		const kind = need[request]!;
		for (let i = servingStart[kind]!; i < servingStart[kind + 1]!; i++) {
			const interpreter = serving[i]!;
			if (this.seen[interpreter]! === this.seenMark) continue;
			if (pinnedInterpreter[request]! >= 0 && pinnedInterpreter[request]! !== interpreter) continue;
			if (!((interpreterAvailable[interpreter * words + (cell >>> 5)]! >>> (cell & 31)) & 1)) continue;
			this.seen[interpreter] = this.seenMark;
			const other = this.interpreterAt[interpreter * cells + cell]!;
			if (other >= 0 && !this.augment(other, cell)) continue;
			this.interpreterAt[interpreter * cells + cell] = request;
			this.interpreterOf[request] = interpreter;
			return true;
		}
		return false;
	}
}
