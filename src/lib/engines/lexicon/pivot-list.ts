/** The pivots of a lexicon as one string with the place of each: a third of the memory that as many strings of their own take. */
export class PivotList {
	readonly length: number;
	private readonly text: string;
	private readonly starts: Uint32Array;

	/** `text`: the pivots joined by line feeds. */
	constructor(text: string, length: number) {
		this.length = length;
		this.text = text;
		this.starts = new Uint32Array(length + 1);
		let at = 0;
		for (let id = 0; id < length; id++) {
			this.starts[id] = at;
			const newline = text.indexOf('\n', at);
			at = (newline < 0 ? text.length : newline) + 1;
		}
		this.starts[length] = at;
	}

	/** The pivot of an index; empty outside the list. */
	at(id: number): string {
		return this.text.slice(this.starts[id] ?? 0, (this.starts[id + 1] ?? 1) - 1);
	}
}
