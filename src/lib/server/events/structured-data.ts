import type { Language } from '#lib/engines/text/language.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import type { EventView, ShownSession } from './view-event.ts';

const textFor = (texts: readonly LocalText[], language: Language) => localTextFor(texts, language)?.text;
const status = (cancelled: boolean) => `https://schema.org/${cancelled ? 'EventCancelled' : 'EventScheduled'}`;
const TYPES: Partial<Record<string, string>> = { exhibition: 'ExhibitionEvent', seminar: 'EducationEvent' };

/** An event as search engines read it (schema.org/Event), with its sessions. `page` is its address in the reader's language. */
export function structuredEvent(view: EventView, language: Language, page: string): Record<string, unknown> {
	const { event } = view;
	return {
		'@context': 'https://schema.org',
		'@type': TYPES[event.kind] ?? 'BusinessEvent',
		name: textFor(event.names, language),
		description: textFor(event.about, language),
		inLanguage: event.languages,
		startDate: event.startsOn,
		endDate: event.endsOn,
		eventStatus: status(event.state === 'cancelled'),
		eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
		location: placeOf(view, language),
		organizer: view.organisers.map(({ names }) => ({ '@type': 'Organization', name: textFor(names, language) })),
		...(view.sponsors.length > 0 ? { sponsor: view.sponsors.map(({ names }) => ({ '@type': 'Organization', name: textFor(names, language) })) } : {}),
		url: page,
		subEvent: view.sessions.slice(0, 60).map((session) => structuredSession(view, session, language, page)),
	};
}

export function structuredSession(view: EventView, session: ShownSession, language: Language, page: string): Record<string, unknown> {
	const speakers = session.speakers.flatMap(({ speakerId }) => view.speakers.filter(({ id }) => id === speakerId));
	return {
		'@type': session.kind === 'exhibition' ? 'ExhibitionEvent' : 'BusinessEvent',
		name: textFor(session.titles, language),
		description: textFor(session.about, language),
		startDate: session.startsAt.toISOString(),
		endDate: session.endsAt.toISOString(),
		eventStatus: status(session.state === 'cancelled' || view.event.state === 'cancelled'),
		location: placeOf(view, language, session.roomId),
		...(speakers.length > 0 ? { performer: speakers.map(({ names }) => ({ '@type': 'Person', name: textFor(names, language) })) } : {}),
		url: `${page}/sessions/${session.id}`,
	};
}

function placeOf(view: EventView, language: Language, roomId: string | null = null): Record<string, unknown> {
	const room = view.rooms.find(({ id }) => id === roomId);
	const venue = view.venues.find(({ id }) => id === room?.venueId) ?? view.venues[0];
	const city = textFor(view.event.place, language);
	const name = [room && textFor(room.names, language), venue && textFor(venue.names, language)].filter(Boolean).join(', ');
	return {
		'@type': 'Place',
		name: name || city || view.event.country,
		address: { '@type': 'PostalAddress', streetAddress: venue && textFor(venue.address, language), addressLocality: city, addressCountry: view.event.country },
		...(venue?.latitude != null && venue.longitude != null ? { geo: { '@type': 'GeoCoordinates', latitude: venue.latitude, longitude: venue.longitude } } : {}),
	};
}
