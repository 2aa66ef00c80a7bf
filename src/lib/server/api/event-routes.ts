import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { COUNTED } from '#lib/events/figures.ts';
import { EVENT_KINDS, EVENT_PHASES, ORGANISER_ROLES, SESSION_KINDS, SPEAKER_ROLES, SPONSOR_LEVELS } from '#lib/events/vocabulary.ts';
import { listEvents, viewEvent } from '#lib/server/events/view-event.ts';
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
		state: z.enum(['on', 'cancelled']),
		speakers: z.array(z.object({ speakerId: z.string(), role: z.enum(SPEAKER_ROLES) })),
	})
	.openapi('EventSession');

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

export function addEventRoutes(api: OpenAPIHono<ApiEnvironment>): void {
	api.openapi(events, async (c) => {
		const { upcoming, past } = await listEvents(c.env.mitra, c.req.valid('query'));
		return c.json(z.array(lineSchema).parse([...upcoming, ...past]), 200);
	});
	api.openapi(oneEvent, async (c) => {
		// As everybody sees it, whoever asks.
		const view = await viewEvent(c.env.mitra, { kind: 'visitor' }, c.req.valid('param').event);
		const sessions = view.sessions.map((session) => ({ ...session, startsAt: session.startsAt.toISOString(), endsAt: session.endsAt.toISOString() }));
		return c.json(eventSchema.parse({ ...view.event, ...view, sessions }), 200);
	});
}
