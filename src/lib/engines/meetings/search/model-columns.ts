import type { Highs, ModelData } from 'highs';

/** A linear model under way, a column at a time; rows are made as they are first met. */
export class ModelColumns {
	readonly cost: number[] = [];
	readonly starts: number[] = [0];
	readonly indices: number[] = [];
	readonly values: number[] = [];
	readonly upper: number[] = [];
	private readonly rows = new Map<number, number>();

	/** The row of a key, made with its limit where it is new. */
	row(key: number, upper: number): number {
		let row = this.rows.get(key);
		if (row === undefined) {
			row = this.upper.length;
			this.upper.push(upper);
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

	/** The model, to be maximised; all columns between 0 and 1, the first `whole` of them whole numbers. */
	data(highs: Highs, whole: number): ModelData {
		const numCols = this.cost.length;
		const numRows = this.upper.length;
		const { integer, continuous } = highs.constants.variableType;
		return {
			numCols,
			numRows,
			sense: highs.constants.objectiveSense.maximize,
			colCost: Float64Array.from(this.cost),
			colLower: new Float64Array(numCols),
			colUpper: new Float64Array(numCols).fill(1),
			rowLower: new Float64Array(numRows).fill(-highs.infinity),
			rowUpper: Float64Array.from(this.upper),
			matrix: { format: 'csc', numRows, numCols, starts: Int32Array.from(this.starts), indices: Int32Array.from(this.indices), values: Float64Array.from(this.values) },
			integrality: Int32Array.from({ length: numCols }, (_, column) => (column < whole ? integer : continuous)),
		};
	}
}
