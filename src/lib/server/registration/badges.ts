import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { isSignedIn } from '#lib/server/accounts/actor.ts';
import { qrCode } from '#lib/server/accounts/second-factor/qr-code.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { countryName } from '#lib/ui/language-names.ts';
import { badgeCode, drawSigns, inGroups } from './codes.ts';
import type { RegistrationContext } from './context.ts';
import { organisationById } from './desk/queries.ts';
import type { ListFilters } from './desk/queries.ts';
import { findFrame, registrationById, registrationsById, updateRegistration } from './queries.ts';
import { ownRegistration, type RegistrationRow } from './registrations.ts';
import { registrationRules } from './rules.ts';
import { insideEvent, PAGE_SIZE, viewList } from './view-desk.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock' | 'secret'>;

/** One badge as it is printed. */
function badgeOf(secret: string, registration: RegistrationRow & { badge: string }, worksAt: RegistrationRow['worksAt'], reader: Language) {
	const code = badgeCode(secret, registration.eventId, registration.badge);
	const { id, names, headline, country, category } = registration;
	// In words here, for browsers know fewer languages by themselves than the server.
	return { id, names, headline, from: countryName(country, reader), category, organisation: localTextFor(worksAt, reader) ?? null, code: inGroups(code), qr: qrCode(code) };
}
export type Badge = ReturnType<typeof badgeOf>;

/** The badges of those approved whom a list shows, a page of them; that they were printed is on record. Errors: not_found. */
export async function viewBadges(context: Context, actor: Actor, eventId: string, filters: Omit<ListFilters, 'state'>, page: number, reader: Language) {
	const secret = await context.secret();
	const { event, phase, registersAtDesk, registrations, hasMore } = await viewList(context, actor, eventId, { ...filters, state: 'approved' }, page);
	return asActor(context.db, actor, async (tx) => {
		const rows = new Map((await registrationsById(tx, eventId, registrations.map(({ id }) => id))).map((row) => [row.id, row]));
		const badges = registrations.flatMap(({ id, worksAt }) => {
			const row = rows.get(id);
			return row?.badge ? [badgeOf(secret, { ...row, badge: row.badge }, worksAt, reader)] : [];
		});
		await recordAudit(tx, { actor, action: 'registration.print-badges', entity: 'event', entityId: eventId, detail: { badges: badges.length, page } });
		return { event, phase, registersAtDesk, badges, page, hasMore, pageSize: PAGE_SIZE };
	});
}

/** The badge of one person, printed at the desk; on record. Errors: not_found (also before approval). */
export async function viewOneBadge(context: Context, actor: Actor, eventId: string, registrationId: string | null, reader: Language) {
	const secret = await context.secret();
	return insideEvent(context, actor, eventId, async (tx) => {
		const registration = await registrationById(tx, eventId, registrationId);
		if (registration?.state !== 'approved' || !registration.badge) throw gone('badge');
		const member = registration.organisationId ? await organisationById(tx, registration.organisationId) : undefined;
		await recordAudit(tx, { actor, action: 'registration.print-badges', entity: 'event', entityId: eventId, detail: { badges: 1, registration: registration.id } });
		return { badges: [badgeOf(secret, { ...registration, badge: registration.badge }, member?.names ?? registration.worksAt, reader)], page: 0, hasMore: false };
	});
}

/** One's own badge, to be shown on the phone or printed. Errors: not_found (also before approval). */
export async function viewOwnBadge(context: Context, actor: Actor, eventId: string, reader: Language) {
	const secret = await context.secret();
	return asActor(context.db, actor, async (tx) => {
		const found = await findFrame(tx, eventId, context.clock());
		const own = found && isSignedIn(actor) ? await ownRegistration(tx, eventId, actor.userId) : undefined;
		if (!found || !own?.badge || !registrationRules.print(actor, { ...found.forRules, personId: own.personId, state: own.state })) throw gone('badge');
		const member = own.organisationId ? await organisationById(tx, own.organisationId) : undefined;
		const { id, names, startsOn, endsOn, isSample } = found.row;
		return { event: { id, names, startsOn, endsOn, isSample }, badge: badgeOf(secret, { ...own, badge: own.badge }, member?.names ?? own.worksAt, reader) };
	});
}

/** A new badge for one that was lost: the old one opens no door from now on. Errors: not_found, forbidden. */
export async function renewBadge(context: Context, actor: Actor, input: { eventId: string; id: string | null }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findFrame(tx, input.eventId, now);
		const registration = found && (await registrationById(tx, input.eventId, input.id));
		if (!found || !registration) throw gone('registration');
		const forRules = { ...found.forRules, personId: registration.personId, state: registration.state };
		if (registration.state !== 'approved' || !registrationRules.decide(actor, forRules)) throw new ExpectedError('forbidden', 'Organisers renew the badges of those who come.');
		await updateRegistration(tx, registration.id, { badge: drawSigns(8), updatedAt: now });
		await recordAudit(tx, { actor, action: 'registration.renew-badge', entity: 'event_registration', entityId: registration.id, detail: { eventId: input.eventId }, about: { centreId: found.row.centreId } });
	});
}
