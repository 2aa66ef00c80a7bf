import type { Language } from '#lib/engines/text/language.ts';
import { keysOf, conditionKeys, type Answer, type Question } from '#lib/registration/questions.ts';
import { FEWEST_ANSWERS } from '#lib/registration/vocabulary.ts';

export interface Said {
	value: Answer;
	/** In which the page was read. */
	language: Language;
	/** How often the survey had been opened then. */
	round: number;
}

/** How a question was answered. */
interface QuestionFigures {
	answered: number;
	/** So few that one would know whose they are: nothing of them is shown. */
	hidden: boolean;
	/** Given since the survey was opened again, and too few yet to be among what is shown. */
	held: number;
	/** By choice, of numbers by span: how many. Who ticks several counts at each. */
	counts: { key: string; count: number }[];
	/** Of ratings and numbers. */
	mean: number | null;
	texts: { text: string; language: Language }[];
}

const SPANS = 6;
/** Numbers as they are where there are few of them; else spans of equal width, named `from–to`. */
function spansOf(numbers: readonly number[]): QuestionFigures['counts'] {
	const different = [...new Set(numbers)].sort((a, b) => a - b);
	if (different.length <= SPANS) return different.map((each) => ({ key: String(each), count: numbers.filter((number) => number === each).length }));
	const [least, most] = [different[0]!, different.at(-1)!];
	const width = (most - least) / SPANS;
	const spanOf = (number: number) => Math.min(SPANS - 1, Math.floor((number - least) / width));
	const round = (number: number) => String(Math.round(number * 100) / 100);
	return Array.from({ length: SPANS }, (_none, span) => ({ key: `${round(least + span * width)}–${round(least + (span + 1) * width)}`, count: numbers.filter((number) => spanOf(number) === span).length }));
}

/**
 * The answers that may be shown without names: round by round, each once there are enough that one would not know whose they are,
 * also from what the figures were before.
 */
function shownOf(said: readonly Said[]): Said[] {
	const [shown, held]: [Said[], Said[]] = [[], []];
	for (const round of [...new Set(said.map((each) => each.round))].sort((a, b) => a - b)) {
		held.push(...said.filter((each) => each.round === round));
		if (held.length >= FEWEST_ANSWERS) shown.push(...held.splice(0));
	}
	return shown;
}

/** The figures of one question. Without names, texts stand in the order of their letters, which is that of nobody. */
export function figuresOf(question: Pick<Question, 'kind' | 'choices'>, given: readonly Said[], anonymous: boolean): QuestionFigures {
	const said = anonymous ? shownOf(given) : given;
	const hidden = given.length > 0 && said.length === 0;
	const figures: QuestionFigures = { answered: given.length, hidden, held: hidden ? 0 : given.length - said.length, counts: [], mean: null, texts: [] };
	if (said.length === 0) return figures;
	const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
	switch (question.kind) {
		case 'number': {
			const numbers = said.map(({ value }) => Number(value));
			return { ...figures, counts: spansOf(numbers), mean: mean(numbers) };
		}
		case 'text':
		case 'long-text':
		case 'date':
		case 'file':
			return { ...figures, texts: said.map(({ value, language }) => ({ text: String(value), language })).sort((a, b) => (a.text < b.text ? -1 : 1)) };
		default: {
			const chosen = said.flatMap(({ value }) => keysOf(value));
			// A choice that was taken off since keeps its count under its key.
			const keys = [...new Set([...conditionKeys(question), ...chosen])];
			return { ...figures, counts: keys.map((key) => ({ key, count: chosen.filter((each) => each === key).length })), mean: question.kind === 'rating' ? mean(chosen.map(Number)) : null };
		}
	}
}
