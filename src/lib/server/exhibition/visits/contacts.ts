import { isLive } from '#lib/events/phase.ts';
import { NEXT_STEPS, VISIT_NOTE_MOST, type NextStep } from '#lib/exhibition/vocabulary.ts';
import { VISITOR, type Actor } from '#lib/server/accounts/actor.ts';
import { gone, personOf } from '#lib/server/events/change-event.ts';
import { wordsOf, wrong } from '#lib/server/events/input.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { openListingIdsOf } from '#lib/server/listings/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { exhibitorById, listingsShown, updateExhibitor } from '../queries.ts';
import { exhibitorRules } from '../rules.ts';
import { headOf, shownCard, shownTitles, type CardOf } from '../view-exhibition.ts';
import { atStand, type AtStand, type Stand } from './at-stand.ts';
import { contactOfExhibitor, interestsAtStand, putNote, visitorContacts, visitsAtStand } from './queries.ts';

type Context = { db: Database; clock: Clock };

/** What a list of contacts is narrowed to. */
interface ContactFilters {
	/** Part of a name, an organisation, an address or a note. */
	text: string;
	listing: string | null;
	nextStep: NextStep | null;
	/** Only visitors who passed their contact on. */
	named: boolean;
}

export function contactFilters(parameters: URLSearchParams): ContactFilters {
	const listing = parameters.get('listing') ?? '';
	return { text: (parameters.get('q') ?? '').trim().slice(0, 100), listing: listing === '' ? null : listing, nextStep: NEXT_STEPS.find((each) => each === parameters.get('step')) ?? null, named: parameters.get('named') === 'yes' };
}

/** The visits of a stand as its people see them: who it was where the wall lets them know. */
async function contactsAt({ tx, exhibitor }: AtStand, visitId?: string) {
	const visits = await visitsAtStand(tx, exhibitor.id, visitId);
	const interests = await interestsAtStand(tx, exhibitor.id);
	const named = visits.flatMap(({ registrationId }) => registrationId ?? []);
	const people = new Map((await asActor(tx, operator('exhibition'), (tx) => visitorContacts(tx, named))).map(({ registrationId, ...person }) => [registrationId, person]));
	return visits.map(({ registrationId, words, nextStep, writtenBy, writtenAt, ...visit }) => ({
		...visit,
		visitor: (registrationId && people.get(registrationId)) || null,
		note: writtenAt && { words: words ?? '', nextStep, by: writtenBy, at: writtenAt },
		listings: interests.filter((each) => each.visitId === visit.id).map(({ listingId }) => listingId),
	}));
}
export type StandContactLine = Awaited<ReturnType<typeof contactsAt>>[number];

const plain = (text: string) => text.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase();

function meets({ visitor, note, listings }: StandContactLine, { text, listing, nextStep, named }: ContactFilters): boolean {
	if (named && !visitor) return false;
	if (listing && !listings.includes(listing)) return false;
	if (nextStep && note?.nextStep !== nextStep) return false;
	if (text === '') return true;
	const told = [note?.words ?? '', ...(visitor ? [visitor.email, ...visitor.names.map((each) => each.text), ...visitor.worksAt.map((each) => each.text), ...visitor.headline.map((each) => each.text)] : [])];
	return told.some((each) => plain(each).includes(plain(text)));
}

/** What visitors may be interested in: all that the exhibitor shows, also what was closed since. */
async function choicesAt({ tx, exhibitor }: AtStand, cardOf: CardOf) {
	return (await listingsShown(tx, { exhibitor: exhibitor.id })).flatMap(({ listingId, titles }) => {
		const card = shownCard(cardOf(listingId), exhibitor);
		return card ? [{ id: card.id, reference: card.reference, titles: shownTitles(card, titles) }] : [];
	});
}

function head({ event, exhibitor }: Pick<AtStand, 'event' | 'exhibitor'>) {
	return { event: { ...headOf(event), timeZone: event.row.timeZone, endsOn: event.row.endsOn }, exhibitor: { id: exhibitor.id, organisation: exhibitor.organisation } };
}

/** The page at the stand: who of its people visitors may write to. Errors: not_found, forbidden. */
export const viewStand = (context: Context, actor: Actor, stand: Stand) =>
	atStand(context, actor, { ...stand, right: 'readContacts' }, async (at) => {
		const contact = await contactOfExhibitor(at.tx, at.exhibitor.id);
		return { ...head(at), mayScan: isLive(at.event.forRules), contact: contact ? { name: contact.name, isSelf: contact.id === personOf(actor) } : null };
	});

/**
 * The same page as a phone keeps it for when there is no network: what the public knows of the stand and nothing of any person, for
 * whoever holds the phone next sees it too. Errors: not_found.
 */
export async function viewKeptStand(context: Context, { eventId, id }: Stand) {
	return asActor(context.db, VISITOR, async (tx) => {
		const event = await findEvent(tx, eventId, context.clock());
		const exhibitor = event && (await exhibitorById(tx, eventId, id));
		if (!event || !exhibitor || !exhibitorRules.view(VISITOR, { ...event.forRules, organisationId: exhibitor.organisationId })) throw gone('exhibitor');
		return { ...head({ event, exhibitor }), mayScan: isLive(event.forRules), contact: null };
	});
}

/** All visits to a stand that a filter means; that they were opened is on record. Errors: not_found, forbidden. */
export const viewContacts = (context: Context, actor: Actor, { filters, cardOf, ...stand }: Stand & { filters: ContactFilters; cardOf: CardOf }) =>
	atStand(context, actor, { ...stand, right: 'readContacts' }, async (at) => {
		const all = await contactsAt(at);
		const contacts = all.filter((each) => meets(each, filters));
		await opened(at, actor, contacts);
		return { ...head(at), listings: await choicesAt(at, cardOf), contacts, counts: { visits: all.length, named: all.filter(({ visitor }) => visitor).length } };
	});

async function opened({ tx, event, exhibitor }: AtStand, actor: Actor, contacts: readonly StandContactLine[]): Promise<void> {
	const named = contacts.filter(({ visitor }) => visitor).length;
	if (named > 0) await recordAudit(tx, { actor, action: 'exhibition.read-guarded', entity: 'exhibitor', entityId: exhibitor.id, detail: { eventId: event.row.id, contacts: named }, about: { organisationId: exhibitor.organisationId, centreId: event.row.centreId } });
}

/** One visit, with the listings of the visitor's organisation, in which the exhibitor may be interested in turn. Errors: not_found, forbidden. */
export const viewContact = (context: Context, actor: Actor, { visit, cardOf, ...stand }: Stand & { visit: string | null; cardOf: CardOf }) =>
	atStand(context, actor, { ...stand, right: 'readContacts' }, async (at) => {
		const [contact] = visit === null ? [] : await contactsAt(at, visit);
		if (!contact) throw gone('visit');
		await opened(at, actor, [contact]);
		const theirs = contact.visitor?.organisation && contact.visitor.organisation.id !== at.exhibitor.organisationId ? await openListingIdsOf(at.tx, contact.visitor.organisation.id, 5) : [];
		return { ...head(at), contact, listings: await choicesAt(at, cardOf), theirs: theirs.flatMap((id) => cardOf(id) ?? []).filter(({ state, organisation }) => state === 'published' && organisation !== null).map(({ id, reference, title, language, kind }) => ({ id, reference, title, language, kind })) };
	});

/** Writes about a visit: words, what comes next, and in what the visitor was interested. Errors: not_found, forbidden, invalid_input. */
export async function writeAboutVisit(context: Context, actor: Actor, { visit, form, ...stand }: Stand & { visit: string | null; form: FormData }): Promise<void> {
	await atStand(context, actor, { ...stand, right: 'write' }, async ({ tx, now, event, exhibitor }) => {
		if (visit === null || (await visitsAtStand(tx, exhibitor.id, visit)).length === 0) throw gone('visit');
		const words = wordsOf(form, 'words', VISIT_NOTE_MOST);
		const step = String(form.get('next_step') ?? '');
		const nextStep = NEXT_STEPS.find((each) => each === step) ?? null;
		if (step !== '' && nextStep === null) throw wrong('next_step', 'not_allowed');
		const shown = new Set((await listingsShown(tx, { exhibitor: exhibitor.id })).map(({ listingId }) => listingId));
		const listings = [...new Set(form.getAll('listing').map(String))].filter((id) => shown.has(id));
		await putNote(tx, { visitId: visit, exhibitorId: exhibitor.id, words, nextStep, writtenBy: personOf(actor), writtenAt: now }, listings);
		await recordAudit(tx, { actor, action: 'exhibition.write-about-visit', entity: 'exhibition_visit', entityId: visit, detail: { eventId: event.row.id, exhibitorId: exhibitor.id, nextStep, listings: listings.length }, about: { organisationId: exhibitor.organisationId, centreId: event.row.centreId } });
	});
}

/** Somebody of the exhibitor becomes the one whom visitors may write to, or is it no longer. Errors: not_found, forbidden. */
export async function beContact(context: Context, actor: Actor, { yes, ...stand }: Stand & { yes: boolean }): Promise<void> {
	await atStand(context, actor, { ...stand, right: 'beContact' }, async ({ tx, event, exhibitor }) => {
		await updateExhibitor(tx, exhibitor.id, { contactId: yes ? personOf(actor) : null });
		await recordAudit(tx, { actor, action: 'exhibition.be-contact', entity: 'exhibitor', entityId: exhibitor.id, detail: { eventId: event.row.id, yes }, about: { organisationId: exhibitor.organisationId, centreId: event.row.centreId } });
	});
}
