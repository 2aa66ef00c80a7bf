import { STAND_CONTACTS } from '#lib/registration/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { choiceInput, idIn } from '#lib/server/events/input.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { updateRegistration } from '#lib/server/registration/queries.ts';
import { exhibitorById, listingsShown, standsOf } from '../queries.ts';
import { visitorRules } from '../rules.ts';
import { headOf, shownCard, shownTitles, type CardOf } from '../view-exhibition.ts';
import type { Stand } from './at-stand.ts';
import { asVisitor, type AsVisitor } from './as-visitor.ts';
import { consentAfterAnswer } from './consent.ts';
import { countWaiting, saveConsent, visitsOfVisitor } from './queries.ts';

type Context = { db: Database; clock: Clock };

function ownOf({ own, forRules }: AsVisitor, actor: Actor) {
	if (!own || !forRules || !visitorRules.answer(actor, forRules)) throw new ExpectedError('forbidden', 'Those who registered for the event do this.');
	return own;
}

/**
 * The stands that somebody was at, with whom to write to there and what is shown; what waits for a yes comes first. `registered` is
 * false for whoever never registered, who has none. Errors: not_found.
 */
export async function viewOwnVisits(context: Context, actor: Actor, eventId: string, cardOf: CardOf) {
	return asVisitor(context, actor, eventId, async ({ tx, event, own, forRules }) => {
		const head = { event: { ...headOf(event), timeZone: event.row.timeZone } };
		if (!own || !forRules || !visitorRules.view(actor, forRules)) return { ...head, registered: false as const };
		const shown = await listingsShown(tx, { event: eventId });
		const visits = (await visitsOfVisitor(tx, own.id)).map(({ exhibitorId, ...visit }) => ({
			...visit,
			exhibitorId,
			listings: shown
				.filter((each) => each.exhibitorId === exhibitorId)
				.flatMap(({ listingId, titles }) => {
					const card = shownCard(cardOf(listingId), visit);
					return card ? [{ id: card.id, reference: card.reference, kind: card.kind, titles: shownTitles(card, titles) }] : [];
				}),
		}));
		visits.sort((one, other) => Number(other.consent === 'waiting') - Number(one.consent === 'waiting'));
		return { ...head, registered: true as const, mayNote: visitorRules.note(actor, forRules), standContact: own.standContact, visits };
	});
}

/** What a visitor chooses for the stands that scan the badge from now on. Errors: not_found, forbidden, invalid_input. */
export async function chooseStandContact(context: Context, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<void> {
	await asVisitor(context, actor, eventId, async (visitor) => {
		const own = ownOf(visitor, actor);
		const standContact = choiceInput(form, 'stand_contact', STAND_CONTACTS);
		await updateRegistration(visitor.tx, own.id, { standContact, updatedAt: visitor.now });
		await recordAudit(visitor.tx, { actor, action: 'exhibition.choose-contact', entity: 'event_registration', entityId: own.id, detail: { eventId }, before: { standContact: own.standContact }, after: { standContact } });
	});
}

/** A visitor says yes or no to one visit, or takes a yes back: from then on the stand sees nobody. Errors: not_found, forbidden. */
export async function answerVisit(context: Context, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<{ consent: string }> {
	return asVisitor(context, actor, eventId, async (visitor) => {
		const { tx, now } = visitor;
		const own = ownOf(visitor, actor);
		const id = idIn(form, 'visit');
		const visit = (await visitsOfVisitor(tx, own.id)).find((each) => each.id === id);
		if (!visit) throw gone('visit');
		const consent = consentAfterAnswer(visit.consent, form.get('answer') === 'yes');
		if (consent !== visit.consent) {
			await saveConsent(tx, visit.id, consent, now);
			// Said of nobody else: the exhibitor and the organisers read their own part of the log, and would find the visitor there.
			await recordAudit(tx, { actor, action: 'exhibition.answer-visit', entity: 'exhibition_visit', entityId: visit.id, detail: { eventId }, before: { consent: visit.consent }, after: { consent } });
		}
		return { consent };
	});
}

/** What a stand's own address says to whoever came by it: the exhibitor, and how far the own visit has come. Errors: not_found. */
export async function viewStandVisit(context: Context, actor: Actor, { eventId, id }: Stand) {
	return asVisitor(context, actor, eventId, async ({ tx, event, own, forRules }) => {
		const exhibitor = await exhibitorById(tx, eventId, id);
		if (!exhibitor) throw gone('exhibitor');
		const visit = own && (await visitsOfVisitor(tx, own.id)).find((each) => each.exhibitorId === exhibitor.id);
		const stand = (await standsOf(tx, eventId)).find((each) => each.id === exhibitor.standId);
		return {
			event: headOf(event),
			exhibitor: { id: exhibitor.id, organisation: exhibitor.organisation },
			stand: stand?.label ?? null,
			mayNote: forRules !== undefined && visitorRules.note(actor, forRules),
			consent: visit?.consent ?? null,
		};
	});
}

/** How many visits wait for a yes of whoever asks; null for those without a registration. */
export async function waitingVisits(context: Context, actor: Actor, eventId: string): Promise<number | null> {
	return asVisitor(context, actor, eventId, async ({ tx, own, forRules }) => (own && forRules && visitorRules.view(actor, forRules) && own.state !== 'refused' ? countWaiting(tx, own.id) : null));
}
