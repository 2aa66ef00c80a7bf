import { decimalText, fromMoneyText, type MoneyText } from '#lib/money/money.ts';
import type { FieldProblem } from '../form/field-words.ts';
import { problemAt, type Answer } from '../membership/answer.ts';

/** What a form's fields show: what was typed where the form came back, else what stands. */
export interface Typed {
	value(field: string, standing: string | number | null | undefined): string;
	checked(field: string, standing: boolean): boolean;
	chosen(field: string, standing: readonly string[]): readonly string[];
	problem(field: string): FieldProblem | undefined;
}

export function typedIn(answer: Answer | null): Typed {
	const typed = answer?.typed;
	return {
		value: (field, standing) => (typed ? (typed[field]?.[0] ?? '') : String(standing ?? '')),
		checked: (field, standing) => (typed ? typed[field] !== undefined : standing),
		chosen: (field, standing) => (typed ? (typed[field] ?? []) : standing),
		problem: (field) => problemAt(answer, field),
	};
}

export const amountText = (amount: MoneyText | null | undefined): string => (amount ? decimalText(fromMoneyText(amount)) : '');
export const rateText = (points: number | null | undefined): string => (points === null || points === undefined ? '' : String(points / 100));
/** The rows of a list that a form shows: those that are there, and one more, three at least. */
export const rowsShown = (there: number, most: number): number[] => Array.from({ length: Math.min(most, Math.max(3, there + 1)) }, (_, index) => index);
/** The choices of a closed vocabulary. */
export const choicesOf = <T extends string>(words: Record<T, () => string>): { value: T; label: string }[] => (Object.keys(words) as T[]).map((value) => ({ value, label: words[value]() }));
