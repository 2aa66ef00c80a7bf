import { MEETING_LIMITS } from '#lib/meetings/vocabulary.ts';
import type { MetPerson } from '#lib/meetings/views.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { ListingCard } from '#lib/search/types.ts';
import type { MeetingsContext } from '../context.ts';
import { wantingMeetings, type Wanting } from '../queries.ts';
import { isProposed, standingPairs } from '../requests/parties.ts';
import { openBetween } from '../requests/queries.ts';
import { noSuch, withMeetings } from '../with-meetings.ts';
import { matchesPerson, type PeopleFilters } from './people-filters.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'> & { search: Pick<SearchService, 'card'> };

const PAGE = 30;

/** Somebody who wants meetings, as others see it: with the listings that are public now. */
export type PersonCard = MetPerson & { seeks: string; seeksLanguage: Wanting['seeksLanguage']; cards: ListingCard[] };

/** Somebody's card. Of the listings only those that anybody may read now, and whose owner is named. */
export function personCard({ search }: Pick<Context, 'search'>, { listingIds, eventId: _event, personId: _person, state: _state, category: _category, ...person }: Wanting): PersonCard {
	return { ...person, cards: listingIds.flatMap((id) => search.card(id) ?? []).filter(({ organisation }) => organisation !== null) };
}

/** Who else wants meetings, with their listings; what one can narrow it by. Errors: not_found, forbidden (who wants none sees none). */
export async function viewPeople(context: Context, actor: Actor, input: { eventId: string; filters: PeopleFilters; page: number }) {
	const { own, everybody, standing } = await withMeetings(context, actor, { eventId: input.eventId, right: 'browse' }, async ({ tx, own, frame }) => ({
		own,
		everybody: await wantingMeetings(tx, frame.eventId),
		standing: own ? await standingPairs(tx, own.id) : new Map<string, never>(),
	}));
	const others = everybody.filter(({ id }) => id !== own?.id);
	const people = others.map((person) => personCard(context, person));
	const found = people.filter((person) => matchesPerson(person, input.filters));
	return {
		people: found.slice((input.page - 1) * PAGE, input.page * PAGE).map((person) => ({ ...person, request: standing.get(person.id) ?? null })),
		count: found.length,
		pages: Math.max(1, Math.ceil(found.length / PAGE)),
		choices: { countries: [...new Set(people.map(({ country }) => country))].sort(), areas: [...new Set(people.flatMap((person) => person.cards.flatMap(({ areas }) => areas)))] },
	};
}

/** One of them, with what stands between the two, and who else is to be asked to the same meeting. Errors: not_found, forbidden. */
export async function viewPerson(context: Context, actor: Actor, input: { eventId: string; registrationId: string; also?: readonly string[] }) {
	const found = await withMeetings(context, actor, { eventId: input.eventId, right: 'browse' }, async ({ tx, own, frame }) => {
		const [person] = await wantingMeetings(tx, frame.eventId, input.registrationId);
		if (!person || person.id === own?.id) throw noSuch('participant');
		const also: Wanting[] = [];
		for (const id of new Set(input.also?.slice(0, MEETING_LIMITS.parties))) if (id !== person.id && id !== own?.id) also.push(...(await wantingMeetings(tx, frame.eventId, id)));
		const together = own ? (await standingPairs(tx, own.id)).get(person.id) : undefined;
		return { also: also.slice(0, MEETING_LIMITS.parties - 2), together, person, mine: own ? (await wantingMeetings(tx, frame.eventId, own.id))[0] : undefined, request: own ? await openBetween(tx, frame.eventId, own.id, person.id) : undefined, ownId: own?.id ?? null };
	});
	const { request } = found;
	return {
		person: personCard(context, found.person),
		mine: found.mine ? personCard(context, found.mine) : null,
		also: found.also.map((each) => personCard(context, each)),
		// What the organisers proposed is answered among one's requests, not by asking in return.
		request: request ? { id: request.id, state: request.state, sent: request.fromRegistrationId === found.ownId || isProposed(request) } : null,
		/** They are in a request or meeting of several, which is open. */
		together: found.together !== undefined && found.together.id !== request?.id && (found.together.state === 'asked' || found.together.state === 'accepted'),
	};
}
