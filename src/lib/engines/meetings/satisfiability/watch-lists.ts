/** For each literal the clauses that watch it: pairs of a clause and another literal of it, one after another. */
export class WatchLists {
	lists: Int32Array[] = [];
	lengths = new Int32Array(0);

	grow(literals: number): void {
		while (this.lists.length < literals) this.lists.push(new Int32Array(8));
		const lengths = new Int32Array(literals);
		lengths.set(this.lengths);
		this.lengths = lengths;
	}

	add(literal: number, clause: number, other: number): void {
		const length = this.lengths[literal]!;
		let list = this.lists[literal]!;
		if (length + 2 > list.length) {
			const longer = new Int32Array(list.length * 2);
			longer.set(list);
			this.lists[literal] = list = longer;
		}
		list[length] = clause;
		list[length + 1] = other;
		this.lengths[literal] = length + 2;
	}

	clear(): void {
		this.lengths.fill(0);
	}
}
