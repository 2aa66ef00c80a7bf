import { AUDIENCES, CATEGORIES, FRAME_STATES, KEEP_DAYS, OTHER_COUNTRIES, QUESTION_KINDS, QUOTA_KINDS, REGISTRATION_LIMITS, WISHES } from '#lib/registration/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanEmail, cleanLine, isEmail } from '#lib/server/accounts/input.ts';
import { gone, personOf } from '#lib/server/events/change-event.ts';
import { choiceInput, countOf, dayOf, idIn, lineOf, textsInput, wrong } from '#lib/server/events/input.ts';
import { COUNTRIES } from '#lib/text/countries.ts';
import { ORGANISATION_KINDS } from '#lib/server/network/organisation.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { drawSigns, inGroups } from './codes.ts';
import type { RegistrationContext } from './context.ts';
import { dropQuestion, liftQuestion, putQuestion, type Questionnaire } from './form/change-questions.ts';
import { categoriesIn, wrongHere } from './form/input.ts';
import { moveUp } from './give-places.ts';
import { invitationLetter } from './letters.ts';
import { countAnswers, deleteQuota, findFrame, insertInvitations, invitationsOf, languagesOfAddresses, lockFrame, putQuota, quotasOf, saveFrameRow, withdrawInvitationRow, type FoundFrame } from './queries.ts';
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

/** How many days wishes and files are kept after the event; a form without the field leaves it as it is. */
function keepDaysIn(form: FormData, before: number): number {
	if (!form.has('keep_days')) return before;
	const days = Number(cleanLine(form.get('keep_days')) || 'none');
	if (!Number.isInteger(days) || days < KEEP_DAYS.least || days > KEEP_DAYS.most) throw wrongHere('keep_days', 'keep_days');
	return days;
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
			keepDays: keepDaysIn(form, frame.frame.keepDays),
			approval: form.get('approval') === 'yes',
			categories,
			wishes: WISHES.filter((each) => form.getAll('wishes').includes(each)),
			welcome: textsInput(form, 'welcome', frame.row.languages, { limit: REGISTRATION_LIMITS.welcome, lines: true, before: frame.frame.welcome }),
			updatedAt: frame.now,
		});
		await afterwards(context, actor, frame);
	});
}

const KEYS = { country: [...COUNTRIES, OTHER_COUNTRIES], category: CATEGORIES, 'organisation-kind': ORGANISATION_KINDS } as const;

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

/** What the registration form asks, as the builder of questions works on it. */
const formOf = ({ row }: Frame): Questionnaire => ({ eventId: row.id, surveyId: null, languages: row.languages, kinds: QUESTION_KINDS, countAnswers });

/** Adds a question at the end, or changes one. The kind of one that was answered stays. Errors: not_found, forbidden, invalid_input, conflict. */
export async function saveQuestion(context: Context, actor: Actor, input: Input): Promise<void> {
	await changeFrame(context, actor, input, 'save-question', (frame) => putQuestion(frame.tx, formOf(frame), input.form));
}

/** A question that was answered is no longer asked; one that was not goes. What hangs on it must go first. Errors: not_found, forbidden, conflict. */
export async function removeQuestion(context: Context, actor: Actor, input: Input): Promise<void> {
	await changeFrame(context, actor, input, 'remove-question', (frame) => dropQuestion(frame.tx, formOf(frame), input.form, frame.now));
}

/** One place up; never above what its condition hangs on. Errors: not_found, forbidden, conflict. */
export async function raiseQuestion(context: Context, actor: Actor, input: Input): Promise<void> {
	await changeFrame(context, actor, input, 'raise-question', (frame) => liftQuestion(frame.tx, formOf(frame), input.form));
}

/** Makes invitations: one for each address, which get letters (in the language of an account there, else the event's), else one code to be passed on. Answers how many. Errors: not_found, forbidden, invalid_input, conflict. */
export async function invite(context: Context, actor: Actor, input: Input): Promise<{ made: number; letters: number }> {
	const { form } = input;
	return changeFrame(context, actor, input, 'invite', async ({ tx, row, now }) => {
		// Its page is not there for anybody else yet.
		if (row.state === 'draft') throw new ExpectedError('conflict', 'An invitation leads to a page that is not public yet.');
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
