import { negated, type Literal, type SatisfiabilitySolver } from './solver.ts';

/**
 * Counts true inputs along their order (Sinz 2005): the n-th list of the result is about the inputs 0 to n, and its j-th literal is true
 * if more than j of them are; with `exactly`, only then. At most `most` literals a list.
 */
export function countAlong(solver: SatisfiabilitySolver, inputs: readonly Literal[], most: number, exactly = false): Literal[][] {
	const counts: Literal[][] = [];
	for (const [n, input] of inputs.entries()) {
		const before = counts[n - 1] ?? [];
		const now: Literal[] = [];
		for (let j = 0; j < Math.min(n + 1, most); j++) {
			const more = solver.newVariable();
			now.push(more);
			if (before[j] !== undefined) solver.add(negated(before[j]!), more);
			if (j === 0) solver.add(negated(input), more);
			else solver.add(negated(before[j - 1]!), negated(input), more);
			if (!exactly) continue;
			if (before[j] === undefined) solver.add(negated(more), input);
			else solver.add(negated(more), before[j]!, input);
			if (j > 0) solver.add(negated(more), before[j - 1]!);
		}
		counts.push(now);
	}
	return counts;
}

/** No more than `most` of the inputs are true. */
export function atMost(solver: SatisfiabilitySolver, inputs: readonly Literal[], most: number): void {
	if (inputs.length <= most) return;
	if (most === 0) return inputs.forEach((input) => solver.add(negated(input)));
	if (most === 1 && inputs.length <= 32) {
		for (let a = 0; a < inputs.length; a++) for (let b = 0; b < a; b++) solver.add(negated(inputs[a]!), negated(inputs[b]!));
		return;
	}
	solver.add(negated(countInTree(solver, inputs, most + 1)[most]!));
}

/** Exactly `many` of the inputs are true. */
export function exactly(solver: SatisfiabilitySolver, inputs: readonly Literal[], many: number): Literal[][] {
	if (many === 0) {
		atMost(solver, inputs, 0);
		return [];
	}
	const counts = countAlong(solver, inputs, many, true);
	for (let n = many; n < inputs.length; n++) solver.add(negated(counts[n - 1]![many - 1]!), negated(inputs[n]!));
	if (counts.at(-1)?.[many - 1] === undefined) solver.add();
	else solver.add(counts.at(-1)![many - 1]!);
	return counts;
}

/** The j-th literal of the result is true if more than j of the inputs are (Bailleux and Boufkhad 2003, halved again and again). */
export function countInTree(solver: SatisfiabilitySolver, inputs: readonly Literal[], most: number): Literal[] {
	if (inputs.length <= 1) return [...inputs];
	const half = inputs.length >>> 1;
	const left = countInTree(solver, inputs.slice(0, half), most);
	const right = countInTree(solver, inputs.slice(half), most);
	const sum = Array.from({ length: Math.min(left.length + right.length, most) }, () => solver.newVariable());
	for (let a = 0; a <= left.length; a++) {
		// Of more than `most`, so many are true as well.
		for (let b = a === 0 ? 1 : 0; b <= right.length && a + b <= sum.length; b++) {
			const clause = [sum[a + b - 1]!];
			if (a > 0) clause.push(negated(left[a - 1]!));
			if (b > 0) clause.push(negated(right[b - 1]!));
			solver.add(...clause);
		}
	}
	return sum;
}
