import { CATEGORIES, type QuotaKind } from '#lib/registration/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { anyCountryOf, choiceInput } from '#lib/server/events/input.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { RegistrationContext } from './context.ts';
import { groupIn, wrongHere } from './form/input.ts';
import { limitsOf, moveUp } from './give-places.ts';
import { reclassifiedLetter } from './letters.ts';
import { fullSince } from './places.ts';
import { findFrame, kindOfOrganisation, lockFrame, personById, placedIn, registrationById, updateRegistration, type FoundFrame } from './queries.ts';
import type { RegistrationRow } from './registrations.ts';
import { frameRules, registrationRules } from './rules.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;
type Class = Pick<RegistrationRow, 'category' | 'country' | 'organisationKind'>;

/**
 * Organisers change what a place depends on: category, country, and the kind of organisation that somebody counts as. Who has a
 * place keeps it, unless a quota is full of others then: that must be said to be meant (`beyond`). Whoever waits and fits into what
 * became free moves up. The person is told where the badge says something else now. Answers how many moved up. Errors: not_found,
 * forbidden, invalid_input.
 */
export async function reclassify(context: Context, actor: Actor, input: { eventId: string; id: string | null; form: FormData }): Promise<{ movedUp: number }> {
	const { eventId, id, form } = input;
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const seen = await findFrame(tx, eventId, now);
		if (!seen || !frameRules.view(actor, seen.forRules)) throw gone('event');
		if (!frameRules.organise(actor, seen.forRules)) throw new ExpectedError('forbidden', 'Only organisers change registrations.');
		await lockFrame(tx, eventId);
		const found = (await findFrame(tx, eventId, now))!;
		const before = await registrationById(tx, eventId, id);
		if (!before) throw gone('registration');
		if (!registrationRules.decide(actor, { ...found.forRules, personId: before.personId, state: before.state })) throw new ExpectedError('forbidden', 'This registration cannot be changed now.');
		const after: Class = { category: choiceInput(form, 'category', CATEGORIES), country: anyCountryOf(form, 'country', true)!, organisationKind: groupIn(form) };
		const changed = (['category', 'country', 'organisationKind'] as const).filter((part) => before[part] !== after[part]);
		if (changed.length === 0) return { movedUp: 0 };
		if (before.state === 'approved' && form.get('beyond') !== 'yes') await assertRoom(tx, found, before, after);
		await updateRegistration(tx, before.id, { ...after, updatedAt: now });
		const of = ({ category, country, organisationKind }: Class) => ({ category, country, organisationKind });
		await recordAudit(tx, { actor, action: 'registration.reclassify', entity: 'event_registration', entityId: before.id, detail: { eventId }, before: of(before), after: of(after), about: { centreId: found.row.centreId } });
		const person = await personById(tx, before.personId);
		if (person && before.state !== 'refused' && changed.some((part) => part !== 'organisationKind')) await sendMail(tx, context.jobs, reclassifiedLetter(person, found.row, after, context.baseUrl));
		return { movedUp: await asActor(tx, operator('registration'), () => moveUp(context, actor, { tx, event: found.row, frame: found.frame, now })) };
	});
}

/** Where in the form it is said what a quota counts; the organisation is not changed here. */
const FIELD: Record<QuotaKind, string> = { country: 'country', category: 'category', 'organisation-kind': 'organisation_kind', 'per-organisation': 'organisation_kind' };

/** A place that the person has already is not asked for anew, but a quota that the person did not count for before may be full. */
async function assertRoom(tx: Transaction, { frame, row }: FoundFrame, before: RegistrationRow, after: Class): Promise<void> {
	const others = await asActor(tx, operator('registration'), async () => (await placedIn(tx, row.id, 'approved')).filter((each) => each.id !== before.id));
	const { quotas } = await limitsOf(tx, frame);
	const kind = before.organisationId ? await kindOfOrganisation(tx, before.organisationId) : null;
	const placed = (at: Class) => ({ ...at, organisationId: before.organisationId, organisationKind: at.organisationKind ?? kind });
	const full = fullSince(placed(before), placed(after), others, quotas);
	if (full) throw wrongHere(FIELD[full.kind], 'quota_full');
}
