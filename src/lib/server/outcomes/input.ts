import { MILESTONE_ROWS, OUTCOME_LIMITS, OUTCOME_REASONS, OUTCOME_STATUSES, PROJECT_LIMITS, STORY_LANGUAGES, STORY_LIMITS } from '#lib/outcomes/vocabulary.ts';
import type { Texts } from '#lib/agreements/content.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { CURRENCIES } from '#lib/money/money.ts';
import { FormReader, type TermFieldError } from '#lib/server/terms/read-form.ts';
import type { NewProject } from './projects/open-project.ts';
import type { OutcomeAnswer } from './yearly/answer-outcome.ts';

interface Parsed<Input> {
	input: Input;
	errors: TermFieldError[];
}

const required = (read: FormReader, field: string, value: string): string => {
	if (value === '' && !read.errors.some((error) => error.field === field)) read.wrong(field, 'required');
	return value;
};

export function projectInput(form: FormData, language: Language): Parsed<NewProject> {
	const read = new FormReader(form);
	const title = required(read, 'title', read.line('title', PROJECT_LIMITS.title));
	const purpose = read.text('purpose', PROJECT_LIMITS.purpose);
	const [startsOn, endsOn] = [read.day('startsOn'), read.day('endsOn')];
	if (startsOn && endsOn && endsOn < startsOn) read.wrong('endsOn', 'order');
	const milestones: NewProject['milestones'] = [];
	for (let row = 0; row < MILESTONE_ROWS; row++) {
		const what = read.line(`milestone_${row}`, PROJECT_LIMITS.milestone);
		const dueOn = read.day(`milestone_due_${row}`);
		if (what !== '') milestones.push({ title: what, dueOn });
		else if (dueOn) read.wrong(`milestone_${row}`, 'required');
	}
	if (milestones.length === 0 && read.errors.length === 0) read.wrong('milestone_0', 'required');
	return { input: { title, purpose, language, startsOn, endsOn, milestones }, errors: read.errors };
}

export function milestoneInput(form: FormData): Parsed<{ title: string; dueOn: string | null }> {
	const read = new FormReader(form);
	const title = required(read, 'title', read.line('title', PROJECT_LIMITS.milestone));
	return { input: { title, dueOn: read.day('dueOn') }, errors: read.errors };
}

export function wordsInput(form: FormData, limit: number = PROJECT_LIMITS.words): Parsed<{ words: string; reachedOn: string | null }> {
	const read = new FormReader(form);
	return { input: { words: read.text('words', limit), reachedOn: read.day('reachedOn') }, errors: read.errors };
}

/** An answer of a year; of two amounts both are in the currency of the form. */
export function outcomeInput(form: FormData, language: Language): Parsed<OutcomeAnswer> {
	const read = new FormReader(form);
	const status = read.oneOf('status', OUTCOME_STATUSES);
	if (!status && read.errors.length === 0) read.wrong('status', 'required');
	const reason = status === 'stopped' ? read.oneOf('reason', OUTCOME_REASONS) : null;
	if (status === 'stopped' && reason === null && read.errors.length === 0) read.wrong('reason', 'required');
	const words = read.text('words', OUTCOME_LIMITS.words);
	const currency = read.oneOf('currency', CURRENCIES) ?? 'CNY';
	const count = (field: string) => read.count(field, OUTCOME_LIMITS.count);
	const answer: OutcomeAnswer = {
		status: status ?? 'running', reason, words, language,
		jobs: count('jobs'), publications: count('publications'), agreements: count('agreements'),
		sales: read.money('sales', currency), investment: read.money('investment', currency),
	};
	return { input: answer, errors: read.errors };
}

const textsIn = (read: FormReader, field: string, limit: number, line: boolean): Texts =>
	Object.fromEntries(STORY_LANGUAGES.flatMap((language) => {
		const text = line ? read.line(`${field}_${language}`, limit) : read.text(`${field}_${language}`, limit);
		return text === '' ? [] : [[language, text]];
	}));

/** Title and body of a story: each language that has one has the other. */
export function storyInput(form: FormData): Parsed<{ titles: Texts; bodies: Texts }> {
	const read = new FormReader(form);
	const titles = textsIn(read, 'title', STORY_LIMITS.title, true);
	const bodies = textsIn(read, 'body', STORY_LIMITS.body, false);
	for (const language of STORY_LANGUAGES) {
		if (bodies[language] && !titles[language]) required(read, `title_${language}`, '');
		if (titles[language] && !bodies[language]) required(read, `body_${language}`, '');
	}
	if (Object.keys(titles).length === 0 && Object.keys(bodies).length === 0) required(read, 'title_en', '');
	return { input: { titles, bodies }, errors: read.errors };
}

export function storyTextInput(form: FormData): Parsed<{ text: string }> {
	const read = new FormReader(form);
	return { input: { text: required(read, 'text', read.text('text', STORY_LIMITS.text)) }, errors: read.errors };
}
