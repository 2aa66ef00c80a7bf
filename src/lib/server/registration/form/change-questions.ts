import type { Language } from '#lib/engines/text/language.ts';
import { conditionKeys, type Question, type QuestionChoice, type ShownWhen } from '#lib/registration/questions.ts';
import { REGISTRATION_LIMITS, type QuestionKind } from '#lib/registration/vocabulary.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { choiceInput, idIn, provenanceInput, textsInput, wrong } from '#lib/server/events/input.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { deleteQuestion, insertQuestion, questionsOf, updateQuestion } from '../queries.ts';
import { wrongHere } from './input.ts';

/** Whatever asks questions: an event's registration form, or a survey. */
export interface Questionnaire {
	eventId: string;
	/** null: the registration form. */
	surveyId: string | null;
	/** The event's, the original first. */
	languages: readonly Language[];
	/** What questions may be of. */
	kinds: readonly QuestionKind[];
	countAnswers(tx: Transaction, questionId: string): Promise<number>;
}

/** Adds a question at the end, or changes the one that the form names; the kind of one that was answered stays. Errors: not_found, invalid_input, conflict. */
export async function putQuestion(tx: Transaction, { eventId, surveyId, languages, kinds, countAnswers }: Questionnaire, form: FormData): Promise<void> {
	const questions = await questionsOf(tx, eventId, surveyId);
	const id = idIn(form);
	const saved = id ? questions.find((each) => each.id === id) : undefined;
	if (id && !saved) throw gone('question');
	if (!saved && questions.length >= REGISTRATION_LIMITS.questions) throw new ExpectedError('conflict', 'There are as many questions as there can be.');
	const kind = saved && (await countAnswers(tx, saved.id)) > 0 ? saved.kind : choiceInput(form, 'kind', kinds);
	const values = {
		kind,
		labels: textsInput(form, 'label', languages, { limit: REGISTRATION_LIMITS.label, required: true, ...(saved ? { before: saved.labels } : {}) }),
		help: textsInput(form, 'help', languages, { limit: REGISTRATION_LIMITS.help, ...(saved ? { before: saved.help } : {}) }),
		choices: kind === 'choice' || kind === 'choices' ? choicesInput(form, languages, saved?.choices ?? []) : [],
		required: form.get('required') === 'yes',
		shownWhen: conditionInput(form, questions.slice(0, saved ? questions.indexOf(saved) : undefined)),
	};
	if (saved) assertStillHangs(questions.filter(({ shownWhen }) => shownWhen?.question === saved.id), saved, values, `choices_${languages[0]!}`);
	if (saved) await updateQuestion(tx, saved.id, values);
	else await insertQuestion(tx, { ...values, eventId, surveyId, position: (questions.at(-1)?.position ?? -1) + 1 });
}

/** What is asked only of who answered with a choice, or at all with one, would be asked of nobody once that is gone. */
function assertStillHangs(dependents: readonly Pick<Question, 'shownWhen'>[], before: Pick<Question, 'kind'>, after: Pick<Question, 'kind' | 'choices'>, choicesField: string): void {
	const left = conditionKeys(after);
	if (dependents.some(({ shownWhen }) => shownWhen!.is.some((key) => !left.includes(key)))) throw wrongHere(before.kind === after.kind ? choicesField : 'kind', 'hung_on');
}

/** Takes a question off: one that was answered is no longer asked, one that was not goes. What hangs on it must go first. Errors: not_found, conflict. */
export async function dropQuestion(tx: Transaction, { eventId, surveyId, countAnswers }: Questionnaire, form: FormData, now: Date): Promise<void> {
	const questions = await questionsOf(tx, eventId, surveyId);
	const found = questions.find(({ id }) => id === idIn(form));
	if (!found) throw gone('question');
	if (questions.some(({ shownWhen }) => shownWhen?.question === found.id)) throw new ExpectedError('conflict', 'Other questions hang on this one.');
	if ((await countAnswers(tx, found.id)) > 0) await updateQuestion(tx, found.id, { retiredAt: now });
	else await deleteQuestion(tx, found.id);
}

/** One place up; never above what its condition hangs on. Errors: not_found, conflict. */
export async function liftQuestion(tx: Transaction, { eventId, surveyId }: Questionnaire, form: FormData): Promise<void> {
	const questions = await questionsOf(tx, eventId, surveyId);
	const index = questions.findIndex(({ id }) => id === idIn(form));
	const [above, found] = [questions[index - 1], questions[index]];
	if (!found) throw gone('question');
	if (!above) return;
	if (found.shownWhen?.question === above.id) throw new ExpectedError('conflict', 'A question stands below the one it hangs on.');
	await updateQuestion(tx, found.id, { position: above.position });
	await updateQuestion(tx, above.id, { position: found.position });
}

/**
 * One choice a line, the same number of lines in each language that has any. A choice that was there keeps its key, which answers
 * hold, by its words, wherever it stands now; one with new words takes the key of the one that went from its place.
 */
function choicesInput(form: FormData, languages: readonly Language[], before: readonly QuestionChoice[]): QuestionChoice[] {
	const lines = languages.map((language) => ({ language, texts: String(form.get(`choices_${language}`) ?? '').split(/\r?\n/).map((line) => cleanLine(line)).filter((line) => line !== '') }));
	const [first] = lines;
	const field = `choices_${first!.language}`;
	if (first!.texts.length < 2) throw wrong(field, 'required');
	if (first!.texts.length > REGISTRATION_LIMITS.choices) throw wrong(field, 'too_many', REGISTRATION_LIMITS.choices);
	for (const { language, texts } of lines) if (texts.some((text) => [...text].length > REGISTRATION_LIMITS.choice)) throw wrong(`choices_${language}`, 'too_long', REGISTRATION_LIMITS.choice);
	for (const { language, texts } of lines) if (texts.length !== 0 && texts.length !== first!.texts.length) throw wrongHere(`choices_${language}`, 'choices');
	const left = new Set(before);
	const keyOf = (found: QuestionChoice | undefined) => (found && left.delete(found) ? found.key : undefined);
	const called = (choice: QuestionChoice) => choice.labels.find(({ language }) => language === first!.language)?.text;
	const kept = first!.texts.map((text) => keyOf([...left].find((choice) => called(choice) === text)));
	const taken = new Set(before.map(({ key }) => key));
	return first!.texts.map((_text, index) => {
		const labels = lines.flatMap(({ language, texts }) => (texts[index] ? [{ language, text: texts[index], provenance: provenanceInput(form, `choices_${language}`) ?? saidOf(before, language, texts[index]) ?? (language === first!.language ? ('original' as const) : ('human-translation' as const)) }] : []));
		const key = kept[index] ?? keyOf(before[index]) ?? nextKey(taken);
		return { key, labels };
	});
}

/** How a choice that is called the same came to be called so. */
const saidOf = (before: readonly QuestionChoice[], language: Language, text: string) => before.flatMap(({ labels }) => labels).find((each) => each.language === language && each.text === text)?.provenance;

/** After all of those: answers may hold the key of a choice that went. */
function nextKey(taken: Set<string>): string {
	const key = `c${Math.max(0, ...[...taken].map((each) => Number(/^c(\d+)$/.exec(each)?.[1] ?? 0))) + 1}`;
	taken.add(key);
	return key;
}

/** `<question>:<key>` of an earlier question, none for everybody. */
function conditionInput(form: FormData, earlier: readonly Pick<Question, 'id' | 'kind' | 'choices'>[]): ShownWhen | null {
	const chosen = form.getAll('shown_when').map(String).filter((each) => each !== '');
	if (chosen.length === 0) return null;
	const [question] = chosen[0]!.split(':');
	const asked = earlier.find(({ id }) => id === question);
	const keys: readonly string[] = asked ? conditionKeys(asked) : [];
	const is = chosen.filter((each) => each.startsWith(`${question}:`)).map((each) => each.slice(each.indexOf(':') + 1)).filter((key) => keys.includes(key));
	if (is.length === 0 || is.length !== chosen.length) throw wrongHere('shown_when', 'unknown_question');
	return { question: question!, is };
}
