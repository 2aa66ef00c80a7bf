import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { COUNTED } from '#lib/events/figures.ts';
import { EVENT_KINDS, EVENT_PHASES, NOTICE_KINDS, ORGANISER_ROLES, SESSION_KINDS, SPEAKER_ROLES, SPONSOR_LEVELS } from '#lib/events/vocabulary.ts';
import { VISITOR } from '#lib/server/accounts/actor.ts';
import { listEvents, viewEvent, type EventView } from '#lib/server/events/view-event.ts';
import { viewExhibition, type ExhibitionView } from '#lib/server/exhibition/view-exhibition.ts';
import type { ApiEnvironment } from './context.ts';
import { json } from './paging.ts';
import { errorSchema, languageSchema, localTextSchema } from './schemas.ts';

const texts = z.array(localTextSchema);

const lineFields = {
	id: z.string(),
	kind: z.enum(EVENT_KINDS),
	phase: z.enum(EVENT_PHASES).openapi({ description: 'Where it is in its life; what is over and what was cancelled stays' }),
	names: texts,
	theme: texts,
	startsOn: z.string(),
	endsOn: z.string(),
	place: texts,
	country: z.string(),
	areas: z.array(z.string()).openapi({ description: 'Areas of the thesaurus' }),
	facts: z
		.array(z.object({ label: texts, value: z.string(), source: z.string().optional().openapi({ description: 'Where the figure is from, where that is not the event’s own source' }), counted: z.object({ what: z.enum(COUNTED), on: z.string() }).optional().openapi({ description: 'What was counted here, on which day' }) }))
		.openapi({ description: 'Figures as a document or the organisers state them, or as they were counted here' }),
	isSample: z.boolean().openapi({ description: 'Invented, to show how the platform works' }),
};
const lineSchema = z.object(lineFields).openapi('EventLine');

const sessionSchema = z
	.object({
		id: z.string(),
		dayId: z.string(),
		trackId: z.string().nullable().openapi({ description: 'Null: for everybody' }),
		roomId: z.string().nullable(),
		kind: z.enum(SESSION_KINDS),
		titles: texts,
		about: texts,
		languages: z.array(languageSchema).openapi({ description: 'Spoken or interpreted' }),
		startsAt: z.string().openapi({ description: 'UTC, ISO 8601' }),
		endsAt: z.string(),
		seats: z.number().nullable().openapi({ description: 'Null: as many as the room has' }),
		state: z.enum(['on', 'cancelled']),
		speakers: z.array(z.object({ speakerId: z.string(), role: z.enum(SPEAKER_ROLES) })),
	})
	.openapi('EventSession');

const whereaboutsSchema = z.object({ days: z.object({ from: z.string(), until: z.string() }).nullable(), place: texts, country: z.string().nullable() });

const noticeSchema = z
	.object({
		kind: z.enum(NOTICE_KINDS),
		at: z.string(),
		sessionId: z.string().nullable(),
		titles: texts,
		wasAt: z.string().nullable(),
		nowAt: z.string().nullable(),
		moved: z.object({ was: whereaboutsSchema, now: whereaboutsSchema }).nullable().openapi({ description: 'Of the event as a whole; of the last move of a session, the room that it led to' }),
		words: texts.openapi({ description: 'What the organisers say to it' }),
	})
	.openapi('EventNotice');

const exhibitionSchema = z
	.object({
		halls: z.array(z.object({ roomId: z.string(), width: z.number(), depth: z.number(), stands: z.array(z.object({ id: z.string(), label: z.string(), x: z.number(), y: z.number(), width: z.number(), depth: z.number() })) })).openapi({ description: 'Lengths in decimetres' }),
		exhibitors: z.array(
			z.object({
				id: z.string(),
				slug: z.string(),
				names: texts,
				country: z.string(),
				about: texts,
				standId: z.string().nullable(),
				listings: z.array(z.object({ reference: z.number().int(), titles: texts, words: texts })),
			}),
		),
	})
	.openapi('Exhibition');

const eventSchema = z
	.object({
		...lineFields,
		about: texts,
		languages: z.array(languageSchema),
		timeZone: z.string(),
		website: z.string().nullable(),
		cancelledNote: texts,
		source: z.string().openapi({ description: 'The document that an event of the archive is known from; else empty' }),
		organisers: z.array(z.object({ role: z.enum(ORGANISER_ROLES), centreId: z.string().nullable(), slug: z.string().nullable(), names: texts })),
		venues: z.array(z.object({ id: z.string(), names: texts, address: texts, latitude: z.number().nullable(), longitude: z.number().nullable() })),
		rooms: z.array(z.object({ id: z.string(), venueId: z.string(), names: texts, seats: z.number().nullable() })),
		days: z.array(z.object({ id: z.string(), day: z.string(), opens: z.string(), closes: z.string(), titles: texts, state: z.enum(['on', 'cancelled']) })),
		tracks: z.array(z.object({ id: z.string(), names: texts })),
		sessions: z.array(sessionSchema),
		speakers: z.array(z.object({ id: z.string(), names: texts, headline: texts, about: texts, country: z.string().nullable(), expert: z.string().nullable() })).openapi({ description: 'Those who have consented to being named' }),
		notices: z.array(noticeSchema).openapi({ description: 'What was changed after it had been public, the last first' }),
		documents: z.array(z.object({ sessionId: z.string().nullable(), titles: texts, name: z.string(), mediaType: z.string(), bytes: z.number(), path: z.string() })).openapi({ description: 'Those for everybody' }),
		photos: z.array(z.object({ captions: texts, credit: z.string(), width: z.number(), height: z.number(), path: z.string() })),
		exhibition: exhibitionSchema,
		sponsors: z.array(z.object({ level: z.enum(SPONSOR_LEVELS), slug: z.string().nullable(), names: texts, website: z.string().nullable() })),
	})
	.openapi('Event');

const events = createRoute({
	method: 'get',
	path: '/events',
	tags: ['Events'],
	summary: 'Public events: those to come, the nearest first, then past ones, the last first',
	request: { query: z.object({ kind: z.enum(EVENT_KINDS).optional(), area: z.string().max(80).optional(), country: z.string().length(2).optional(), year: z.string().regex(/^\d{4}$/).optional() }) },
	responses: { 200: json('All that fit', z.array(lineSchema)), 422: json('A parameter is wrong', errorSchema) },
});

const oneEvent = createRoute({
	method: 'get',
	path: '/events/{event}',
	tags: ['Events'],
	summary: 'One event with its whole programme',
	request: { params: z.object({ event: z.string().regex(/^[a-z0-9-]{2,80}$/) }) },
	responses: { 200: json('The event', eventSchema), 404: json('No such event', errorSchema) },
});

/** An event as programs read it. */
function eventData({ event, ...view }: EventView, { halls, exhibitors }: ExhibitionView) {
	return {
		...event,
		...view,
		sessions: view.sessions.map((session) => ({ ...session, startsAt: session.startsAt.toISOString(), endsAt: session.endsAt.toISOString() })),
		notices: view.notices.map(({ at, wasAt, nowAt, ...notice }) => ({ ...notice, at: at.toISOString(), wasAt: wasAt?.toISOString() ?? null, nowAt: nowAt?.toISOString() ?? null })),
		documents: view.documents.map((document) => ({ ...document, path: `/events/${event.id}/documents/${document.id}` })),
		photos: view.photos.map((photo) => ({ ...photo, path: `/events/${event.id}/photos/${photo.id}/large` })),
		exhibition: { halls, exhibitors: exhibitors.map(({ id, organisation, about, stand, listings }) => ({ ...organisation, id, about, standId: stand?.id ?? null, listings })) },
	};
}

export function addEventRoutes(api: OpenAPIHono<ApiEnvironment>): void {
	api.openapi(events, async (c) => {
		const { upcoming, past } = await listEvents(c.env.mitra, c.req.valid('query'));
		return c.json(z.array(lineSchema).parse([...upcoming, ...past]), 200);
	});
	api.openapi(oneEvent, async (c) => {
		const { mitra } = c.env;
		// As everybody sees it, whoever asks.
		const view = await viewEvent(mitra, VISITOR, c.req.valid('param').event);
		const exhibition = await viewExhibition(mitra, VISITOR, view.event.id, (id) => mitra.search.card(id));
		return c.json(eventSchema.parse(eventData(view, exhibition)), 200);
	});
}
