import type { LabelLanguage } from '#lib/engines/thesaurus/types.ts';
import { labelLanguageOf, labelsIn, wordsIn, type Cell, type Cells } from './cells.ts';

/** One thing wrong with a cell. `value` is what is wrong in it, or the concept that it conflicts with. */
export interface CellProblem {
	concept: string;
	cell: Cell | 'concept';
	code: CellProblemCode;
	value?: string;
	limit?: number;
}

export type CellProblemCode =
	| 'empty_preferred'
	| 'too_long'
	| 'too_many'
	| 'wrong_script'
	| 'repeated'
	| 'taken'
	| 'bad_ipc'
	| 'bad_goal'
	| 'bad_id'
	| 'exists'
	| 'no_broader'
	| 'unknown_concept'
	| 'self'
	| 'cycle'
	| 'related_ancestor'
	| 'has_narrower'
	| 'not_yours';

/** A concept before and after a change. */
export interface PlannedConcept {
	id: string;
	isNew: boolean;
	before: Cells;
	after: Cells;
}

/** What a check needs to know of the other concepts. */
export interface CheckContext {
	/** Every concept in use, with its area and the ids of its broader and related ones. */
	active: ReadonlyMap<string, { area: string; broader: readonly string[]; related: readonly string[] }>;
	/** The concept that has a preferred label already, by `labelKey`. */
	preferred: ReadonlyMap<string, string>;
}

export const LABEL_LIMIT = 200;
export const ALTERNATIVES_LIMIT = 20;
export const NOTE_LIMIT = 2000;

export const labelKey = (language: LabelLanguage, label: string) => `${language}\n${label.toLowerCase()}`;

/** The letters that a language is written in; the others write Latin. */
const SCRIPT: Partial<Record<LabelLanguage, string>> = { zh: 'Han', th: 'Thai', lo: 'Lao', km: 'Khmer', my: 'Myanmar', ta: 'Tamil' };

/**
 * Whether a label is in its language's script. Latin and Greek letters may stand in any (PLC, β-glucan), and an alternative
 * label may be the English term that engineers use; a preferred label of another script has at least a letter of its own
 * unless it is an abbreviation.
 */
export function isInScript(label: string, language: LabelLanguage, isPreferred: boolean): boolean {
	const script = SCRIPT[language];
	const foreign = new RegExp(`[^\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Common}\\p{Script=Inherited}${script ? `\\p{Script=${script}}` : ''}]`, 'u');
	if (foreign.test(label)) return false;
	if (!script || !isPreferred) return true;
	return new RegExp(`\\p{Script=${script}}`, 'u').test(label) || !/[a-z]{4}/.test(label);
}

/** Everything wrong with the cells that a plan changes. What was there before and stays is not judged again. */
export function checkPlan(plan: readonly PlannedConcept[], context: CheckContext): CellProblem[] {
	const graph = graphAfter(plan, context);
	const preferred = preferredAfter(plan, context);
	return plan.flatMap((concept) => [
		...(concept.isNew ? checkNew(concept, context) : []),
		...changedCells(concept).flatMap((cell) => checkCell(concept, cell, preferred)),
		...checkLinks(concept, graph),
	]);
}

export function changedCells({ before, after }: Pick<PlannedConcept, 'before' | 'after'>): Cell[] {
	return (Object.keys(after) as Cell[]).filter((cell) => after[cell] !== before[cell]);
}

function checkNew({ id, after }: PlannedConcept, context: CheckContext): CellProblem[] {
	const problems: CellProblem[] = [];
	if (!/^[a-z0-9][a-z0-9-]{1,58}$/.test(id)) problems.push({ concept: id, cell: 'concept', code: 'bad_id', value: id });
	else if (context.active.has(id)) problems.push({ concept: id, cell: 'concept', code: 'exists', value: id });
	for (const language of ['en', 'zh'] as const)
		if (after[language] === '') problems.push({ concept: id, cell: language, code: 'empty_preferred' });
	if (after.broader === '') problems.push({ concept: id, cell: 'broader', code: 'no_broader' });
	return problems;
}

function checkCell({ id, before, after }: PlannedConcept, cell: Cell, preferred: ReadonlyMap<string, string>): CellProblem[] {
	const value = after[cell];
	const problem = (code: CellProblemCode, more: Partial<CellProblem> = {}): CellProblem => ({ concept: id, cell, code, ...more });
	const language = labelLanguageOf(cell);
	if (language) return checkLabels(labelsIn(value), language, { problem, hadLabel: before[cell] !== '', preferred, id });
	if (cell === 'note_en' || cell === 'note_zh') return [...value].length > NOTE_LIMIT ? [problem('too_long', { limit: NOTE_LIMIT })] : [];
	if (cell === 'ipc') return wordsIn(value).filter((code) => !/^[A-H]\d{2}[A-Z]$/.test(code)).map((code) => problem('bad_ipc', { value: code }));
	if (cell === 'sdg') return wordsIn(value).filter((goal) => !/^([1-9]|1[0-7])$/.test(goal)).map((goal) => problem('bad_goal', { value: goal }));
	return [];
}

function checkLabels(
	labels: string[],
	language: LabelLanguage,
	context: {
		problem: (code: CellProblemCode, more?: Partial<CellProblem>) => CellProblem;
		hadLabel: boolean;
		preferred: ReadonlyMap<string, string>;
		id: string;
	},
): CellProblem[] {
	const { problem, id } = context;
	const first = labels[0];
	if (first === undefined) return context.hadLabel ? [problem('empty_preferred')] : [];
	const problems: CellProblem[] = [];
	const seen = new Set<string>();
	for (const [index, label] of labels.entries()) {
		if ([...label].length > LABEL_LIMIT) problems.push(problem('too_long', { limit: LABEL_LIMIT, value: `${[...label].slice(0, 30).join('')}…` }));
		if (!isInScript(label, language, index === 0)) problems.push(problem('wrong_script', { value: label }));
		if (seen.has(label.toLowerCase())) problems.push(problem('repeated', { value: label }));
		seen.add(label.toLowerCase());
	}
	if (labels.length > ALTERNATIVES_LIMIT + 1) problems.push(problem('too_many', { limit: ALTERNATIVES_LIMIT }));
	const owner = context.preferred.get(labelKey(language, first));
	if (owner !== undefined && owner !== id) problems.push(problem('taken', { value: owner }));
	return problems;
}

type Graph = Map<string, { broader: readonly string[]; related: readonly string[] }>;

function graphAfter(plan: readonly PlannedConcept[], context: CheckContext): Graph {
	const graph: Graph = new Map(context.active);
	for (const { id, after } of plan) {
		if (after.retired === '') graph.set(id, { broader: wordsIn(after.broader), related: wordsIn(after.related) });
		else graph.delete(id);
	}
	return graph;
}

/** Two concepts of one plan may not take the same label either: the first has it. */
function preferredAfter(plan: readonly PlannedConcept[], context: CheckContext): Map<string, string> {
	const preferred = new Map(context.preferred);
	for (const { id, before, after } of plan)
		for (const cell of changedCells({ before, after })) {
			const language = labelLanguageOf(cell);
			if (!language) continue;
			const old = labelsIn(before[cell])[0];
			if (old !== undefined && preferred.get(labelKey(language, old)) === id) preferred.delete(labelKey(language, old));
		}
	for (const { id, before, after } of plan)
		for (const cell of changedCells({ before, after })) {
			const language = labelLanguageOf(cell);
			const now = language && labelsIn(after[cell])[0];
			if (language && now !== undefined && !preferred.has(labelKey(language, now))) preferred.set(labelKey(language, now), id);
		}
	return preferred;
}

function checkLinks({ id, isNew, before, after }: PlannedConcept, graph: Graph): CellProblem[] {
	const problems: CellProblem[] = [];
	if (after.retired !== '') {
		if (after.retired === before.retired) return [];
		if (after.retired === id) problems.push({ concept: id, cell: 'retired', code: 'self' });
		else if (after.retired !== '-' && !graph.has(after.retired)) problems.push({ concept: id, cell: 'retired', code: 'unknown_concept', value: after.retired });
		return problems;
	}
	const moved = after.broader !== before.broader;
	for (const cell of ['broader', 'related'] as const) {
		if (after[cell] === before[cell]) continue;
		for (const target of wordsIn(after[cell])) {
			if (target === id) problems.push({ concept: id, cell, code: 'self', value: target });
			else if (!graph.has(target)) problems.push({ concept: id, cell, code: 'unknown_concept', value: target });
		}
	}
	if (moved && !isNew && after.broader === '') problems.push({ concept: id, cell: 'broader', code: 'no_broader' });
	if (problems.length > 0 || (!moved && after.related === before.related)) return problems;
	const above = ancestorsIn(graph, id);
	if (moved && above.has(id)) problems.push({ concept: id, cell: 'broader', code: 'cycle', value: after.broader });
	const clash = wordsIn(after.related).find((other) => above.has(other) || ancestorsIn(graph, other).has(id));
	if (clash !== undefined) problems.push({ concept: id, cell: 'related', code: 'related_ancestor', value: clash });
	return problems;
}

/** Every concept above; the concept itself too where it stands in a cycle. */
function ancestorsIn(graph: Graph, id: string): Set<string> {
	const found = new Set<string>();
	const waiting = [...(graph.get(id)?.broader ?? [])];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		if (found.has(next)) continue;
		found.add(next);
		waiting.push(...(graph.get(next)?.broader ?? []));
	}
	return found;
}
