import type { Language } from '#lib/engines/text/language.ts';
import { CATEGORIES } from '#lib/registration/vocabulary.ts';
import { dayIn } from '#lib/rooms/zoned-time.ts';
import { accountAtDesk } from '#lib/server/accounts/account-at-desk.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanEmail, isEmail } from '#lib/server/accounts/input.ts';
import { gone, personOf } from '#lib/server/events/change-event.ts';
import { choiceInput, isUuid, wrong } from '#lib/server/events/input.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { RegistrationContext } from './context.ts';
import { insertScan } from './door/queries.ts';
import { personInput, wrongHere } from './form/input.ts';
import { approvedNow, limitsOf, tellPerson } from './give-places.ts';
import { asksKind, fullFor } from './places.ts';
import { findFrame, insertRegistration, lockFrame, placedIn, registrationById, updateRegistration, type FoundFrame } from './queries.ts';
import { ownRegistration, type RegistrationRow } from './registrations.ts';
import { frameRules } from './rules.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;
/** `language` is the one that the form is read in; `door` what the desk is called where people are let in. */
type Input = { eventId: string; form: FormData; language: Language; door: string };
const SENT_TWICE_MS = 60_000;

/**
 * Registers somebody who stands at the desk: with a place and a badge at once, within places and quotas, and let in where the form
 * says so. It has drawn the registration's id, so that what is sent twice is one registration; one that was withdrawn before comes
 * back with the id it has. Answers the id. Errors: not_found, forbidden, invalid_input.
 */
export async function registerAtDesk(context: Context, actor: Actor, { eventId, form, language, door }: Input): Promise<string> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const seen = await findFrame(tx, eventId, now);
		if (!seen || !frameRules.view(actor, seen.forRules)) throw gone('event');
		if (!frameRules.registerAtDesk(actor, seen.forRules)) throw new ExpectedError('forbidden', 'Organisers register people at the desk, until the event is over.');
		const drawn = String(form.get('draw') ?? '');
		if (!isUuid(drawn)) throw wrong('draw', 'not_allowed');
		await lockFrame(tx, eventId);
		const found = (await findFrame(tx, eventId, now))!;
		if (await registrationById(tx, eventId, drawn)) return drawn;
		const said = saidAtDesk(form, language);
		const personId = await accountAtDesk(tx, actor, { email: said.email, name: said.names[0]!.text, language: said.languages[0]! });
		const own = await ownRegistration(tx, eventId, personId);
		if (own && cameBackJustNow(own, actor, now)) return own.id;
		if (own && own.state !== 'withdrawn') throw wrongHere('email', 'registered_already');
		if (form.get('beyond') !== 'yes') await assertPlace(tx, found, said);
		const id = await enter(tx, actor, found, { said, own, personId, drawn, now });
		if (form.get('let_in') === 'yes') await insertScan(tx, { id: crypto.randomUUID(), eventId, registrationId: id, day: dayIn(found.row.timeZone, now), door, result: 'in', scannedAt: now, receivedAt: now, scannedBy: personOf(actor), byName: true });
		await tellPerson(context, tx, found.row, personId, { kind: 'approved' });
		await recordAudit(tx, { actor, action: 'registration.register-at-desk', entity: 'event_registration', entityId: id, detail: { eventId, letIn: form.get('let_in') === 'yes' }, about: { centreId: found.row.centreId } });
		return id;
	});
}

type Said = ReturnType<typeof saidAtDesk>;
/** What is asked at a desk: who it is, and what a badge shows. Others find the person only where they wish it themselves. */
function saidAtDesk(form: FormData, language: Language) {
	const { names, country, languages, worksAt, organisationKind } = personInput(form, language);
	const email = cleanEmail(form.get('email'));
	if (email !== '' && !isEmail(email)) throw wrong('email', 'email');
	return { email, names, country, languages, organisationKind, organisationId: null, worksAt: worksAt === '' ? [] : [{ language: languages[0]!, text: worksAt, provenance: 'original' as const }], category: choiceInput(form, 'category', CATEGORIES), listed: false };
}

async function assertPlace(tx: Transaction, { row, frame }: FoundFrame, said: Said): Promise<void> {
	const limits = await limitsOf(tx, frame);
	if (!said.organisationKind && asksKind(limits)) throw wrong('organisation_kind', 'required');
	const full = fullFor(said, await placedIn(tx, row.id, 'approved'), limits);
	if (full) throw wrongHere(full.kind === 'country' ? 'country' : full.kind === 'organisation-kind' ? 'organisation_kind' : 'category', 'no_place');
}

/** The form that brought it back was sent twice; a new one would have been found by its id. */
const cameBackJustNow = ({ state, version, createdAt, decidedBy }: RegistrationRow, actor: Actor, now: Date) => state === 'approved' && version > 1 && decidedBy === personOf(actor) && now.getTime() - createdAt.getTime() < SENT_TWICE_MS;

/** A new registration, or one that was withdrawn before. Answers the id. */
async function enter(tx: Transaction, actor: Actor, { row }: FoundFrame, { said: { email: _email, ...said }, own, personId, drawn, now }: { said: Said; own: RegistrationRow | undefined; personId: string; drawn: string; now: Date }): Promise<string> {
	const values = { ...said, ...approvedNow(now, null), decidedBy: personOf(actor), createdAt: now };
	if (own) await updateRegistration(tx, own.id, values);
	return own?.id ?? insertRegistration(tx, { ...values, id: drawn, eventId: row.id, personId });
}
