import { describe, expect, test } from 'vitest';
import { Random } from '../search/random.ts';
import { atMost, countAlong, countInTree, exactly } from './counting.ts';
import { negated, SatisfiabilitySolver, type Literal } from './solver.ts';

const EFFORT = 1e8;

/** Every assignment of so many variables, as the literals that are true in it. */
function* assignments(variables: number): Generator<Set<Literal>> {
	for (let bits = 0; bits < 2 ** variables; bits++) yield new Set(Array.from({ length: variables }, (_, v) => v * 2 + ((bits >>> v) & 1 ? 0 : 1)));
}

function randomClauses(random: Random, variables: number, many: number): Literal[][] {
	return Array.from({ length: many }, () => Array.from({ length: 1 + random.below(3) }, () => random.below(variables * 2)));
}

function solverOf(clauses: readonly Literal[][], variables: number): SatisfiabilitySolver {
	const solver = new SatisfiabilitySolver();
	for (let v = 0; v < variables; v++) solver.newVariable();
	for (const clause of clauses) solver.add(...clause);
	return solver;
}

describe('the solver of clauses', () => {
	test('answers as trying all assignments does, and what it finds or blames is right', () => {
		const random = new Random(11);
		const answers = { satisfiable: 0, contradiction: 0, unknown: 0 };
		for (let round = 0; round < 400; round++) {
			const variables = 4 + random.below(6);
			const clauses = randomClauses(random, variables, variables * 2 + random.below(variables));
			const assumed = [...new Set(Array.from({ length: random.below(4) }, () => random.below(variables)))].map((v) => v * 2 + random.below(2));
			const holds = (literals: readonly Literal[]) => [...assignments(variables)].some((truth) => literals.every((l) => truth.has(l)) && clauses.every((clause) => clause.some((l) => truth.has(l))));
			const solver = solverOf(clauses, variables);
			// Twice, since what the first question has taught must not change the second answer.
			for (const literals of [assumed, [], assumed]) {
				const answer = solver.solve(literals, EFFORT);
				answers[answer]++;
				expect(answer).toBe(holds(literals) ? 'satisfiable' : 'contradiction');
				if (answer === 'satisfiable') for (const clause of [...clauses, ...literals.map((l) => [l])]) expect(clause.some((l) => solver.isTrue(l))).toBe(true);
				else {
					expect(literals).toEqual(expect.arrayContaining(solver.core));
					expect(holds(solver.core)).toBe(false);
				}
			}
		}
		expect(answers.satisfiable).toBeGreaterThan(100);
		expect(answers.contradiction).toBeGreaterThan(100);
		expect(answers.unknown).toBe(0);
	});

	test('proves that seven pigeons do not fit into six holes, with restarts and cleaning on the way', () => {
		const solver = new SatisfiabilitySolver();
		const [pigeons, holes] = [7, 6];
		const sits = Array.from({ length: pigeons }, () => Array.from({ length: holes }, () => solver.newVariable()));
		for (const places of sits) solver.add(...places);
		for (let hole = 0; hole < holes; hole++) atMost(solver, sits.map((places) => places[hole]!), 1);
		expect(solver.solve([], 100)).toBe('unknown');
		expect(solver.solve([], EFFORT)).toBe('contradiction');
		expect(solver.core).toEqual([]);
	});

	test('finds hard assignments and proves hard contradictions, again and again the same', () => {
		// Random clauses of three near the threshold of 4.26 a variable, where both happen.
		const answers = new Set<string>();
		for (let seed = 0; seed < 8; seed++) {
			const random = new Random(seed, 3);
			const clauses = Array.from({ length: 640 }, () => Array.from({ length: 3 }, () => random.below(300)));
			const [one, other] = [solverOf(clauses, 150), solverOf(clauses, 150)];
			const answer = one.solve([], EFFORT);
			answers.add(answer);
			expect(other.solve([], EFFORT)).toBe(answer);
			expect(other.propagations).toBe(one.propagations);
			if (answer === 'satisfiable') expect(clauses.every((clause) => clause.some((l) => one.isTrue(l)))).toBe(true);
		}
		expect(answers).toEqual(new Set(['satisfiable', 'contradiction']));
	});
});

describe('counting', () => {
	test('at most, exactly, and both ways of counting say what they mean for every assignment', () => {
		const many = 5;
		for (const truth of assignments(many)) {
			const inputs = Array.from({ length: many }, (_, v) => v * 2);
			const trues = inputs.filter((input) => truth.has(input)).length;
			const possible = (say: (solver: SatisfiabilitySolver) => void) => {
				const solver = solverOf([], many);
				say(solver);
				return solver.solve([...truth], EFFORT) === 'satisfiable';
			};
			for (let limit = 0; limit <= many; limit++) {
				expect(possible((solver) => atMost(solver, inputs, limit)), `${trues} of at most ${limit}`).toBe(trues <= limit);
				expect(possible((solver) => exactly(solver, inputs, limit)), `${trues} of exactly ${limit}`).toBe(trues === limit);
				if (limit === 0) continue;
				// A count may not be denied; counted exactly, it may not be claimed either.
				expect(possible((solver) => solver.add(negated(countInTree(solver, inputs, limit)[limit - 1]!)))).toBe(trues < limit);
				expect(possible((solver) => solver.add(negated(countAlong(solver, inputs, limit).at(-1)![limit - 1]!)))).toBe(trues < limit);
				expect(possible((solver) => solver.add(countAlong(solver, inputs, limit, true).at(-1)![limit - 1]!))).toBe(trues >= limit);
			}
		}
	});
});
