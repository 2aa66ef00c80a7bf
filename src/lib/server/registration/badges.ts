import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { isSignedIn } from '#lib/server/accounts/actor.ts';
import { qrCode } from '#lib/server/accounts/second-factor/qr-code.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { isUuid } from '#lib/server/events/input.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { countryName } from '#lib/ui/language-names.ts';
import { badgeCode, drawSigns, inGroups } from './codes.ts';
import type { RegistrationContext } from './context.ts';
import { organisationById, printsOf, putPrinted, type ListFilters } from './desk/queries.ts';
import { findFrame, registrationById, registrationsById, updateRegistration } from './queries.ts';
import { ownRegistration, type RegistrationRow } from './registrations.ts';
import { frameRules, registrationRules } from './rules.ts';
import { insideEvent, PAGE_SIZE, viewList } from './view-desk.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock' | 'secret'>;

/** One badge as it is printed. */
function badgeOf(secret: string, registration: RegistrationRow & { badge: string }, worksAt: RegistrationRow['worksAt'], reader: Language) {
	const code = badgeCode(secret, registration.eventId, registration.badge);
	const { id, names, headline, country, category } = registration;
	// In words here, for browsers know fewer languages by themselves than the server.
	return { id, names, headline, from: countryName(country, reader), category, organisation: localTextFor(worksAt, reader) ?? null, code: inGroups(code), qr: qrCode(code) };
}

/** The badges of those approved whom a list shows, a page of them, each with what says that this one was printed; that they were opened to print is on record. Errors: not_found. */
export async function viewBadges(context: Context, actor: Actor, eventId: string, filters: Omit<ListFilters, 'state'>, page: number, reader: Language) {
	const secret = await context.secret();
	const { event, phase, organises, registersAtDesk, registrations, hasMore } = await viewList(context, actor, eventId, { ...filters, state: 'approved' }, page);
	return asActor(context.db, actor, async (tx) => {
		const rows = new Map((await registrationsById(tx, eventId, registrations.map(({ id }) => id))).map((row) => [row.id, row]));
		const prints = await printsOf(tx, eventId, [...rows.keys()]);
		const badges = registrations.flatMap(({ id, worksAt }) => {
			const [row, print] = [rows.get(id), prints.get(id)];
			return row?.badge && print ? [{ ...badgeOf(secret, { ...row, badge: row.badge }, worksAt, reader), print }] : [];
		});
		await recordAudit(tx, { actor, action: 'registration.print-badges', entity: 'event', entityId: eventId, detail: { badges: badges.length, page } });
		return { event, phase, organises, registersAtDesk, badges, page, hasMore, pageSize: PAGE_SIZE };
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
		const print = (await printsOf(tx, eventId, [registration.id])).get(registration.id)!;
		return { badges: [{ ...badgeOf(secret, { ...registration, badge: registration.badge }, member?.names ?? registration.worksAt, reader), print }], page: 0, hasMore: false };
	});
}

/** What a form says of a badge that came out of the printer: whose it is, and a digest of what it showed. */
const PRINTED = /^([0-9a-f-]{36}) ([0-9a-f]{32})$/;

/** Notes that badges were printed as they were shown: what changed meanwhile is to be printed again. Answers how many. Errors: not_found, forbidden. */
export async function markPrinted(context: Context, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<number> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findFrame(tx, eventId, now);
		if (!found || !frameRules.view(actor, found.forRules)) throw gone('event');
		if (!frameRules.organise(actor, found.forRules)) throw new ExpectedError('forbidden', 'Organisers say which badges were printed.');
		const badges = form.getAll('badge').flatMap((value) => {
			const [, id, looks] = PRINTED.exec(String(value)) ?? [];
			return id !== undefined && looks !== undefined && isUuid(id) ? [{ id, looks }] : [];
		});
		const count = await putPrinted(tx, eventId, badges, now);
		await recordAudit(tx, { actor, action: 'registration.mark-badges-printed', entity: 'event', entityId: eventId, detail: { badges: count }, about: { centreId: found.row.centreId } });
		return count;
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
