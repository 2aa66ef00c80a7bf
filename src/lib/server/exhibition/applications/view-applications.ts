import { APPLICATION_STATES, type ApplicationState } from '#lib/exhibition/vocabulary.ts';
import { organisationsWrittenFor, type Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { openListingIdsOf } from '#lib/server/listings/queries.ts';
import { organisationsById } from '#lib/server/network/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { exhibitorOf, hallsOf, standsOf } from '../queries.ts';
import { applicationRules } from '../rules.ts';
import { headOf, shownCard, type CardOf } from '../view-exhibition.ts';
import { findOwn, isOpen } from './find-own.ts';
import { applicationsBy, applicationsOf, callOf, listingsApplied } from './queries.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;

/** What a list of applications is narrowed to; null for all. */
interface ApplicationFilters {
	state: ApplicationState | null;
	country: string | null;
	area: string | null;
}

/** The filters that an address asks for: without any, what waits for a decision. */
export function applicationFilters(parameters: URLSearchParams): ApplicationFilters {
	const asked = parameters.get('state') ?? 'waiting';
	return { state: APPLICATION_STATES.find((each) => each === asked) ?? null, country: parameters.get('country') || null, area: parameters.get('area') || null };
}

/** The applications for stands of an event as its organisers see them, with what can be filtered by. Errors: not_found (also for whoever does not organise it). */
export async function viewApplications(context: Context, actor: Actor, eventId: string, filters: ApplicationFilters, cardOf: CardOf) {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findEvent(tx, eventId, now);
		if (!found || !eventRules.viewInside(actor, found.forRules)) throw gone('event');
		const rows = await applicationsOf(tx, eventId);
		const chosen = await listingsApplied(tx, rows.map(({ application }) => application.id));
		const all = rows.map(({ application, organisation }) => {
			const listings = chosen.filter(({ applicationId }) => applicationId === application.id).flatMap(({ listingId }) => shownCard(cardOf(listingId), { organisation }) ?? []);
			return { ...application, organisation, listings, areas: [...new Set([...listings.flatMap(({ areas }) => areas), ...organisation.areas])] };
		});
		const fits = ({ state, organisation, areas }: (typeof all)[number]) =>
			(filters.state === null || state === filters.state) && (filters.country === null || organisation.country === filters.country) && (filters.area === null || areas.includes(filters.area));
		const call = await callOf(tx, eventId);
		return {
			event: headOf(found),
			call: call && { closesOn: call.closesOn, words: call.words, isOpen: isOpen(call, found.row, now) },
			applications: all.filter(fits),
			counts: Object.fromEntries(APPLICATION_STATES.map((state) => [state, all.filter((each) => each.state === state).length])) as Record<ApplicationState, number>,
			choices: { countries: [...new Set(all.map(({ organisation }) => organisation.country))], areas: [...new Set(all.flatMap(({ areas }) => areas))] },
			halls: (await hallsOf(tx, eventId)).map(({ roomId, names }) => ({ roomId, names })),
			stands: (await standsOf(tx, eventId)).map(({ label }) => label),
			may: { organise: eventRules.organise(actor, found.forRules) },
		};
	});
}

/** The call for exhibitors of an event, and the organisations that whoever asks may apply for. Errors: not_found. */
export async function viewCall(context: Context, actor: Actor, eventId: string) {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findEvent(tx, eventId, now);
		if (!found || !eventRules.view(actor, found.forRules)) throw gone('event');
		const call = await callOf(tx, eventId);
		return {
			event: headOf(found),
			call: call && { closesOn: call.closesOn, words: call.words, isOpen: isOpen(call, found.row, now) },
			organisations: (await organisationsById(tx, organisationsWrittenFor(actor))).filter(({ state }) => state === 'admitted').map(({ slug, names }) => ({ slug, names })),
		};
	});
}

/** An organisation's application for a stand, as who writes for it sees it. Errors: not_found. */
export async function viewOwnApplication(context: Context, actor: Actor, input: { eventId: string; slug: string }, cardOf: CardOf) {
	return asActor(context.db, actor, async (tx) => {
		const { organisation, application, forRules } = await findOwn(tx, context, actor, input);
		const listings = application ? (await listingsApplied(tx, [application.id])).map(({ listingId }) => listingId) : [];
		const choices = (await openListingIdsOf(tx, organisation.id, 200)).flatMap((id) => shownCard(cardOf(id), { organisation }) ?? []);
		return {
			organisation: { slug: organisation.slug, names: organisation.names },
			application: application && { state: application.state, about: application.about, wishedSize: application.wishedSize, wishedHall: application.wishedHall, remark: application.remark, reason: application.reason, listings },
			choices: choices.map(({ id, title, language, kind }) => ({ id, title, language, kind })),
			halls: (await hallsOf(tx, input.eventId)).map(({ roomId, names }) => ({ roomId, names })),
			exhibitorId: (await exhibitorOf(tx, input.eventId, organisation.id))?.id ?? null,
			may: { apply: applicationRules.apply(actor, forRules), withdraw: applicationRules.withdraw(actor, forRules) },
		};
	});
}

/** Where the organisations that somebody writes for have applied for stands, at events that are not over. */
export async function ownApplications(context: Context, actor: Extract<Actor, { kind: 'member' }>) {
	return asActor(context.db, actor, (tx) => applicationsBy(tx, organisationsWrittenFor(actor), context.clock().toISOString().slice(0, 10)));
}
