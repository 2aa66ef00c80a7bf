import { AUDIENCES, CATEGORIES, FRAME_STATES, QUESTION_KINDS, QUOTA_KINDS, REGISTRATION_LIMITS, WISHES } from '#lib/registration/vocabulary.ts';
import type { QuestionChoice, ShownWhen } from '#lib/registration/questions.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanEmail, cleanLine, isEmail } from '#lib/server/accounts/input.ts';
import { gone, personOf } from '#lib/server/events/change-event.ts';
import { choiceInput, countOf, dayOf, idIn, lineOf, textsInput, wrong } from '#lib/server/events/input.ts';
import { REGION_COUNTRIES } from '#lib/listings/vocabulary.ts';
import { ORGANISATION_KINDS } from '#lib/server/network/organisation.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { drawSigns, inGroups } from './codes.ts';
import type { RegistrationContext } from './context.ts';
import { categoriesIn, wrongHere } from './form/input.ts';
import { moveUp } from './give-places.ts';
import { invitationLetter } from './letters.ts';
import { countAnswers, deleteQuestion, deleteQuota, findFrame, insertInvitations, insertQuestion, invitationsOf, languagesOfAddresses, lockFrame, putQuota, questionsOf, quotasOf, saveFrameRow, updateQuestion, withdrawInvitationRow, type FoundFrame } from './queries.ts';
import { frameRules } from './rules.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;
type Input = { eventId: string; form: FormData };
interface Frame extends FoundFrame {
	tx: Transaction;
	now: Date;
}

/** Runs a change of how registration stands, the frame locked, with its entry in the audit log. Errors: not_found, forbidden. */
async function changeFrame<Result>(context: Context, actor: Actor, { eventId }: Input, action: string, work: (frame: Frame) => Promise<Result>): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const seen = await findFrame(tx, eventId, now);
		if (!seen || !frameRules.view(actor, seen.forRules)) throw gone('event');
		if (!frameRules.organise(actor, seen.forRules)) throw new ExpectedError('forbidden', 'Only organisers change the registration.');
		await lockFrame(tx, eventId);
		const result = await work({ ...(await findFrame(tx, eventId, now))!, tx, now });
		await recordAudit(tx, { actor, action: `registration.${action}`, entity: 'event', entityId: eventId, about: { centreId: seen.row.centreId } });
		return result;
	});
}

/** More places than before go to those who wait; afterwards nobody waits for one. */
async function afterwards(context: Context, actor: Actor, { tx, row, now }: Frame): Promise<void> {
	const { frame, forRules } = (await findFrame(tx, row.id, now))!;
	if (forRules.phase === 'over') return;
	await asActor(tx, operator('registration'), () => moveUp(context, actor, { tx, event: row, frame, now }));
}

/** Errors: not_found, forbidden, invalid_input. */
export async function saveFrame(context: Context, actor: Actor, input: Input): Promise<void> {
	await changeFrame(context, actor, input, 'save-frame', async (frame) => {
		const { form } = input;
		const categories = categoriesIn(form, CATEGORIES);
		if (categories.length === 0) throw wrong('categories', 'required');
		await saveFrameRow(frame.tx, frame.row.id, {
			state: choiceInput(form, 'state', FRAME_STATES),
			audience: choiceInput(form, 'audience', AUDIENCES),
			closesOn: dayOf(form, 'closes_on'),
			places: countOf(form, 'places', 100_000),
			approval: form.get('approval') === 'yes',
			categories,
			wishes: WISHES.filter((each) => form.getAll('wishes').includes(each)),
			welcome: textsInput(form, 'welcome', frame.row.languages, { limit: REGISTRATION_LIMITS.welcome, lines: true, before: frame.frame.welcome }),
			updatedAt: frame.now,
		});
		await afterwards(context, actor, frame);
	});
}

const KEYS = { country: REGION_COUNTRIES, category: CATEGORIES, 'organisation-kind': ORGANISATION_KINDS } as const;

/** Puts a quota, or takes it away. Errors: not_found, forbidden, invalid_input, conflict. */
export async function saveQuota(context: Context, actor: Actor, input: Input): Promise<void> {
	const { form } = input;
	await changeFrame(context, actor, input, form.get('remove') ? 'remove-quota' : 'save-quota', async (frame) => {
		if (form.get('remove')) {
			if (!(await deleteQuota(frame.tx, frame.row.id, idIn(form) ?? '00000000-0000-0000-0000-000000000000'))) throw gone('quota');
		} else {
			// One field says both: `country:LA`, `per-organisation`.
			const [kindTyped, key = ''] = cleanLine(form.get('quota')).split(':');
			const kind = QUOTA_KINDS.find((each) => each === kindTyped);
			if (!kind || (kind === 'per-organisation' ? key !== '' : !(KEYS[kind] as readonly string[]).includes(key))) throw wrong('quota', 'required');
			const typed = cleanLine(form.get('quota_places'));
			if (!/^\d{1,5}$/.test(typed)) throw wrong('quota_places', typed === '' ? 'required' : 'not_allowed');
			if ((await quotasOf(frame.tx, frame.row.id)).length >= REGISTRATION_LIMITS.quotas) throw new ExpectedError('conflict', 'There are as many quotas as there can be.');
			await putQuota(frame.tx, { eventId: frame.row.id, kind, key, places: Number(typed) });
		}
		await afterwards(context, actor, frame);
	});
}

/** Adds a question at the end, or changes one. The kind of one that was answered stays. Errors: not_found, forbidden, invalid_input, conflict. */
export async function saveQuestion(context: Context, actor: Actor, input: Input): Promise<void> {
	const { form } = input;
	await changeFrame(context, actor, input, 'save-question', async ({ tx, row }) => {
		const questions = await questionsOf(tx, row.id);
		const id = idIn(form);
		const saved = id ? questions.find((each) => each.id === id) : undefined;
		if (id && !saved) throw gone('question');
		if (!saved && questions.length >= REGISTRATION_LIMITS.questions) throw new ExpectedError('conflict', 'There are as many questions as there can be.');
		const kind = saved && (await countAnswers(tx, saved.id)) > 0 ? saved.kind : choiceInput(form, 'kind', QUESTION_KINDS);
		const values = {
			kind,
			labels: textsInput(form, 'label', row.languages, { limit: REGISTRATION_LIMITS.label, required: true, ...(saved ? { before: saved.labels } : {}) }),
			help: textsInput(form, 'help', row.languages, { limit: REGISTRATION_LIMITS.help, ...(saved ? { before: saved.help } : {}) }),
			choices: kind === 'choice' || kind === 'choices' ? choicesInput(form, row.languages, saved?.choices ?? []) : [],
			required: form.get('required') === 'yes',
			shownWhen: conditionInput(form, questions.slice(0, saved ? questions.indexOf(saved) : undefined)),
		};
		if (saved) await updateQuestion(tx, saved.id, values);
		else await insertQuestion(tx, { ...values, eventId: row.id, position: (questions.at(-1)?.position ?? -1) + 1 });
	});
}

/**
 * One choice a line, the same number of lines in each language that has any. A choice that was there keeps its key, which answers
 * hold, by its words, wherever it stands now; one with new words takes the key of the one that went from its place.
 */
function choicesInput(form: FormData, languages: FoundFrame['row']['languages'], before: readonly QuestionChoice[]): QuestionChoice[] {
	const lines = languages.map((language) => ({ language, texts: String(form.get(`choices_${language}`) ?? '').split(/\r?\n/).map((line) => cleanLine(line)).filter((line) => line !== '') }));
	const [first] = lines;
	const field = `choices_${first!.language}`;
	if (first!.texts.length < 2) throw wrong(field, 'required');
	if (first!.texts.length > REGISTRATION_LIMITS.choices) throw wrong(field, 'too_long', REGISTRATION_LIMITS.choices);
	for (const { language, texts } of lines) if (texts.length !== 0 && texts.length !== first!.texts.length) throw wrongHere(`choices_${language}`, 'choices');
	const left = new Set(before);
	const keyOf = (found: QuestionChoice | undefined) => (found && left.delete(found) ? found.key : undefined);
	const called = (choice: QuestionChoice) => choice.labels.find(({ language }) => language === first!.language)?.text;
	const kept = first!.texts.map((text) => keyOf([...left].find((choice) => called(choice) === text.slice(0, REGISTRATION_LIMITS.choice))));
	const taken = new Set(before.map(({ key }) => key));
	return first!.texts.map((_text, index) => {
		const labels = lines.flatMap(({ language, texts }) => (texts[index] ? [{ language, text: texts[index].slice(0, REGISTRATION_LIMITS.choice), provenance: language === first!.language ? ('original' as const) : ('human-translation' as const) }] : []));
		const key = kept[index] ?? keyOf(before[index]) ?? nextKey(taken);
		return { key, labels };
	});
}

/** After all of those: answers may hold the key of a choice that went. */
function nextKey(taken: Set<string>): string {
	const key = `c${Math.max(0, ...[...taken].map((each) => Number(/^c(\d+)$/.exec(each)?.[1] ?? 0))) + 1}`;
	taken.add(key);
	return key;
}

/** `<question>:<key>` of an earlier question, none for everybody. */
function conditionInput(form: FormData, earlier: readonly { id: string; kind: string; choices: readonly QuestionChoice[] }[]): ShownWhen | null {
	const chosen = form.getAll('shown_when').map(String).filter((each) => each !== '');
	if (chosen.length === 0) return null;
	const [question] = chosen[0]!.split(':');
	const asked = earlier.find(({ id }) => id === question);
	const keys = asked?.kind === 'yes-no' ? ['yes', 'no'] : (asked?.choices.map(({ key }) => key) ?? []);
	const is = chosen.filter((each) => each.startsWith(`${question}:`)).map((each) => each.slice(each.indexOf(':') + 1)).filter((key) => keys.includes(key));
	if (is.length === 0 || is.length !== chosen.length) throw wrongHere('shown_when', 'unknown_question');
	return { question: question!, is };
}

/** A question that was answered is no longer asked; one that was not goes. What hangs on it must go first. Errors: not_found, forbidden, invalid_input. */
export async function removeQuestion(context: Context, actor: Actor, input: Input): Promise<void> {
	await changeFrame(context, actor, input, 'remove-question', async ({ tx, row, now }) => {
		const questions = await questionsOf(tx, row.id);
		const found = questions.find(({ id }) => id === idIn(input.form));
		if (!found) throw gone('question');
		if (questions.some(({ shownWhen }) => shownWhen?.question === found.id)) throw new ExpectedError('conflict', 'Other questions hang on this one.');
		if ((await countAnswers(tx, found.id)) > 0) await updateQuestion(tx, found.id, { retiredAt: now });
		else await deleteQuestion(tx, found.id);
	});
}

/** One place up; never above what its condition hangs on. Errors: not_found, forbidden, conflict. */
export async function raiseQuestion(context: Context, actor: Actor, input: Input): Promise<void> {
	await changeFrame(context, actor, input, 'raise-question', async ({ tx, row }) => {
		const questions = await questionsOf(tx, row.id);
		const index = questions.findIndex(({ id }) => id === idIn(input.form));
		const [above, found] = [questions[index - 1], questions[index]];
		if (!found) throw gone('question');
		if (!above) return;
		if (found.shownWhen?.question === above.id) throw new ExpectedError('conflict', 'A question stands below the one it hangs on.');
		await updateQuestion(tx, found.id, { position: above.position });
		await updateQuestion(tx, above.id, { position: found.position });
	});
}

/** Makes invitations: one for each address, which get letters (in the language of an account there, else the event's), else one code to be passed on. Answers how many. Errors: not_found, forbidden, invalid_input, conflict. */
export async function invite(context: Context, actor: Actor, input: Input): Promise<{ made: number; letters: number }> {
	const { form } = input;
	return changeFrame(context, actor, input, 'invite', async ({ tx, row, now }) => {
		const addresses = [...new Set(String(form.get('emails') ?? '').split(/[\s,;]+/).map(cleanEmail).filter((each) => each !== ''))];
		const bad = addresses.find((each) => !isEmail(each));
		if (bad) throw wrong('emails', 'email');
		const note = lineOf(form, 'note', 200);
		const values = { eventId: row.id, category: choiceInput(form, 'category', CATEGORIES), approved: form.get('approved') === 'yes', note, expiresOn: dayOf(form, 'expires_on'), madeBy: personOf(actor), madeAt: now };
		const uses = addresses.length > 0 ? 1 : (countOf(form, 'uses', 10_000) ?? 1);
		if ((await invitationsOf(tx, row.id)).length + Math.max(1, addresses.length) > REGISTRATION_LIMITS.invitations) throw new ExpectedError('conflict', 'There are as many invitations as there can be.');
		const made = (addresses.length > 0 ? addresses : [null]).map((email) => ({ ...values, uses, email, code: drawSigns(10) }));
		await insertInvitations(tx, made);
		const languages = await languagesOfAddresses(tx, addresses);
		for (const { email, code } of made) if (email) await sendMail(tx, context.jobs, invitationLetter({ name: '', email, language: languages.get(email) ?? row.languages[0]! }, row, { code, shownCode: inGroups(code), note }, context.baseUrl));
		return { made: made.length, letters: addresses.length };
	});
}

/** Its code opens nothing from now on; who came with it stays. Errors: not_found, forbidden. */
export async function withdrawInvitation(context: Context, actor: Actor, input: Input): Promise<void> {
	await changeFrame(context, actor, input, 'withdraw-invitation', async ({ tx, row, now }) => {
		const id = idIn(input.form);
		if (!id || !(await withdrawInvitationRow(tx, row.id, id, now))) throw gone('invitation');
	});
}
