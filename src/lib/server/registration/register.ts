import type { Language } from '#lib/engines/text/language.ts';
import type { Answer } from '#lib/registration/questions.ts';
import type { Category } from '#lib/registration/vocabulary.ts';
import { dayIn } from '#lib/rooms/zoned-time.ts';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { EVENT_DOCUMENT_KINDS } from '#lib/server/events/documents.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { wrong } from '#lib/server/centres/input.ts';
import { ATTACHMENT_BYTES } from '#lib/server/listings/attach-file.ts';
import { fileName } from '#lib/server/membership/proof.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import type { FileStore, StoredFile } from '#lib/server/platform/files.ts';
import { removeUnusedFiles, withStoredFiles } from '#lib/server/platform/kept-file.ts';
import type { RegistrationContext } from './context.ts';
import { answersInput, fieldOf, personInput, wishesInput, wrongHere, type AnswersInput, type PersonInput, type WishesInput } from './form/input.ts';
import { keepChosenFiles, keptSince, takesKept } from './form/kept-files.ts';
import { approvedNow, limitsOf, tellPerson } from './give-places.ts';
import { asksKind, fullFor, stateOnAsking } from './places.ts';
import { answerRowsOf, deleteKeptFiles, findFrame, insertRegistration, invitationByCode, keptFilesOf, lockFrame, organisationsOfPerson, placedIn, putAnswers, putWishes, questionsOf, updateRegistration, usesOf, type FoundFrame, type InvitationRow, type QuestionRow } from './queries.ts';
import { ownRegistration, type RegistrationRow } from './registrations.ts';
import { frameRules, registrationRules } from './rules.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock' | 'jobs' | 'files' | 'baseUrl'>;
type Organisation = Awaited<ReturnType<typeof organisationsOfPerson>>[number];

interface Filled {
	person: PersonInput;
	organisation: Organisation | null;
	wishes: WishesInput;
	answers: AnswersInput;
	category: string;
}

/**
 * Registers a person to an event, or changes what the person said before. Whoever has a place keeps country, organisation and
 * category, on which the place depends. Where something is wrong, the files that were chosen are kept for the next time. Errors: not_found,
 * forbidden, invalid_input, conflict (refused before), too_large, unsupported_type.
 */
export async function register(context: Context, actor: Member, input: { eventId: string; form: FormData; language: Language }): Promise<{ state: RegistrationRow['state']; isNew: boolean }> {
	const { eventId, form } = input;
	const before = await asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findFrame(tx, eventId, now);
		if (!found || !frameRules.view(actor, found.forRules)) throw gone('event');
		const own = await ownRegistration(tx, eventId, actor.userId);
		assertMay(actor, found, own);
		return { found, questions: await questionsOf(tx, eventId), answers: own ? await answerRowsOf(tx, own.id) : [], keptFiles: await keptFilesOf(tx, eventId, actor.userId, keptSince(now)), organisations: await organisationsOfPerson(tx, actor.userId) };
	});
	try {
		return await take(context, actor, input, before);
	} catch (error) {
		if (isExpectedError(error)) await keepChosenFiles(context, actor, { eventId, form, questions: before.questions });
		throw error;
	}
}

interface Before {
	found: FoundFrame;
	questions: QuestionRow[];
	answers: Awaited<ReturnType<typeof answerRowsOf>>;
	keptFiles: Awaited<ReturnType<typeof keptFilesOf>>;
	organisations: Organisation[];
}

async function take(context: Context, actor: Member, { eventId, form, language }: { eventId: string; form: FormData; language: Language }, before: Before): Promise<{ state: RegistrationRow['state']; isNew: boolean }> {
	const person = personInput(form, language);
	const organisation = person.organisation === '' ? null : (before.organisations.find(({ slug }) => slug === person.organisation) ?? null);
	if (person.organisation !== '' && !organisation) throw wrong('organisation', 'not_allowed');
	const given = [...before.answers, ...before.keptFiles.filter(({ questionId }) => takesKept(form, { id: questionId }))];
	const filled: Filled = { person, organisation, wishes: wishesInput(form, before.found.frame.wishes), answers: answersInput(form, before.questions, new Map(given.map(({ questionId, value }) => [questionId, value]))), category: String(form.get('category') ?? '') };
	const kept = new Map(given.map(({ questionId, sha256 }) => [questionId, sha256]));
	const result = await withStoredFiles(context, async (put) => {
		const stored = await storeFiles(put, filled.answers.files);
		return asActor(context.db, operator('registration'), (tx) => write(context, actor, tx, eventId, { filled, stored, kept }));
	});
	// What another file took the place of, or was not to be taken, is in no answer now.
	await removeUnusedFiles(context, [...before.answers, ...before.keptFiles].flatMap(({ sha256 }) => sha256 ?? []));
	return result;
}

function assertMay(actor: Member, { forRules }: FoundFrame, own: RegistrationRow | undefined): void {
	if (own?.state === 'refused') throw new ExpectedError('conflict', 'The organisers have refused this registration.');
	const may = own && own.state !== 'withdrawn' ? registrationRules.edit(actor, { ...forRules, personId: own.personId, state: own.state }) : frameRules.askToCome(actor, forRules);
	if (!may) throw new ExpectedError('forbidden', 'Registration is not open to this person now.');
}

async function storeFiles(put: FileStore['put'], files: ReadonlyMap<string, File>): Promise<Map<string, StoredFile>> {
	const stored = new Map<string, StoredFile>();
	for (const [id, file] of files) {
		try {
			stored.set(id, await put(file.stream(), { kinds: EVENT_DOCUMENT_KINDS, maxBytes: ATTACHMENT_BYTES }));
		} catch (error) {
			throw isExpectedError(error) ? new ExpectedError(error.code, error.message, { field: fieldOf({ id }), detail: { code: error.code === 'invalid_input' ? 'empty_file' : error.code }, cause: error }) : error;
		}
	}
	return stored;
}

type Written = { filled: Filled; stored: ReadonlyMap<string, StoredFile>; kept: ReadonlyMap<string, string | null> };

async function write(context: Context, actor: Member, tx: Transaction, eventId: string, { filled, stored, kept }: Written) {
	await lockFrame(tx, eventId);
	const now = context.clock();
	const found = (await findFrame(tx, eventId, now))!;
	const own = await ownRegistration(tx, eventId, actor.userId);
	assertMay(actor, found, own);
	const stands = own && own.state !== 'withdrawn' ? own : undefined;
	const { person, organisation } = filled;
	const said = {
		names: person.names,
		headline: person.headline,
		languages: person.languages,
		listed: person.listed,
		...(person.standContact ? { standContact: person.standContact } : {}),
		updatedAt: now,
		...(stands && stands.state !== 'asked' ? {} : { country: person.country, organisationId: organisation?.id ?? null, organisationKind: person.organisationKind, worksAt: organisation?.names ?? (person.worksAt === '' ? [] : [{ language: filled.person.languages[0]!, text: person.worksAt, provenance: 'original' as const }]) }),
	};
	const { id, state } = stands ? { id: stands.id, state: stands.state } : await enter(context, actor, tx, { found, own, filled, said: said as typeof said & { country: string }, now });
	if (stands) await updateRegistration(tx, id, { ...said, ...(stands.state === 'asked' && !stands.invitationId ? { category: chosenCategory(found, filled.category, stands.category) } : {}) });
	await putWishes(tx, { ...filled.wishes, registrationId: id, eventId });
	const rows = [...filled.answers.values].map(([questionId, value]) => {
		const file = stored.get(questionId);
		const answer: Answer = file ? { name: fileName((value as { name: string }).name), mediaType: file.mediaType, bytes: file.size } : value;
		return { registrationId: id, questionId, eventId, value: answer, sha256: file?.sha256 ?? kept.get(questionId) ?? null };
	});
	await putAnswers(tx, rows, id);
	await deleteKeptFiles(tx, eventId, actor.userId);
	await recordAudit(tx, { actor, action: stands ? 'registration.change' : 'registration.register', entity: 'event_registration', entityId: id, detail: { eventId, state }, about: { centreId: found.row.centreId } });
	return { state, isNew: !stands };
}

function chosenCategory({ frame }: FoundFrame, chosen: string, kept?: Category): Category {
	const category = [...frame.categories, ...(kept ? [kept] : [])].find((each) => each === chosen);
	if (!category) throw wrong('category', 'required');
	return category;
}

/** A new registration, or one that comes back after it was withdrawn: with its invitation, and a place where there is one. */
async function enter(
	context: Context,
	actor: Member,
	tx: Transaction,
	{ found, own, filled, said, now }: { found: FoundFrame; own: RegistrationRow | undefined; filled: Filled; said: Pick<RegistrationRow, 'names' | 'languages' | 'country' | 'updatedAt'>; now: Date },
): Promise<{ id: string; state: RegistrationRow['state'] }> {
	const { frame, row } = found;
	const invitation = filled.person.code === '' ? undefined : await validInvitation(tx, found, filled.person.code, actor.email, now);
	if (frame.audience === 'invited' && !invitation) throw wrong('code', 'required');
	if (frame.audience === 'members' && !invitation && !filled.organisation) throw wrong('organisation', 'required');
	const limits = await limitsOf(tx, frame);
	if (!filled.organisation && !filled.person.organisationKind && asksKind(limits)) throw wrong('organisation_kind', 'required');
	const category = invitation?.category ?? chosenCategory(found, filled.category);
	const placed = { category, country: filled.person.country, organisationId: filled.organisation?.id ?? null, organisationKind: filled.organisation?.kind ?? filled.person.organisationKind };
	const full = fullFor(placed, await placedIn(tx, row.id, 'approved'), limits) !== undefined;
	const state = stateOnAsking({ approval: frame.approval, invited: invitation?.approved ?? false, full });
	const values = {
		...said,
		category,
		invitationId: invitation?.id ?? null,
		reason: '',
		decidedBy: null,
		decidedAt: null,
		...(state === 'approved' ? approvedNow(now, null) : { state, waitingSince: state === 'waiting' ? now : null, badge: null }),
	};
	if (own) await updateRegistration(tx, own.id, { ...values, createdAt: now });
	const id = own?.id ?? (await insertRegistration(tx, { ...values, eventId: row.id, personId: actor.userId, createdAt: now }));
	await tellPerson(context, tx, row, actor.userId, { kind: state });
	return { id, state };
}

async function validInvitation(tx: Transaction, { row }: FoundFrame, code: string, email: string, now: Date): Promise<InvitationRow> {
	const invitation = await invitationByCode(tx, row.id, code);
	if (!invitation || invitation.withdrawnAt || (invitation.expiresOn !== null && dayIn(row.timeZone, now) > invitation.expiresOn)) throw wrongHere('code', 'code_unknown');
	// One that was sent to an address is for whoever has it.
	if (invitation.email !== null && invitation.email !== email.toLowerCase()) throw wrongHere('code', 'code_unknown');
	if ((await usesOf(tx, invitation.id)) >= invitation.uses) throw wrongHere('code', 'code_used');
	return invitation;
}
