import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { ACTION_STATES, AGREEMENT_KINDS, MEETING_MODES, MEETING_STATES, PLAN_ITEM_KINDS, PLAN_ITEM_STATES } from '#lib/centres/vocabulary.ts';
import { VISITOR } from '#lib/server/accounts/actor.ts';
import { allGroups } from '#lib/server/centres/groups/queries.ts';
import { viewGroup, viewYear } from '#lib/server/centres/groups/view-group.ts';
import { agreementsAfter } from '#lib/server/centres/queries.ts';
import type { ApiEnvironment } from './context.ts';
import { json, pageFrom, pageOf, pageQuery } from './paging.ts';
import { errorSchema, localTextSchema } from './schemas.ts';

const agreementSchema = z
	.object({
		id: z.string(),
		centreId: z.string(),
		kind: z.enum(AGREEMENT_KINDS),
		titles: z.array(localTextSchema),
		signedOn: z.string().nullable().openapi({ description: 'Null where the source gives no date' }),
		validUntil: z.string().nullable(),
		place: z.array(localTextSchema),
		parties: z.array(z.object({ country: z.string(), names: z.array(localTextSchema) })),
		source: z.string(),
		isSample: z.boolean(),
	})
	.openapi('FoundingAgreement');

const groupSchema = z
	.object({
		centreId: z.string(),
		country: z.string(),
		names: z.array(localTextSchema),
		closedOn: z.string().nullable(),
		latestYear: z.number().int().nullable().openapi({ description: 'Of the latest meeting that was held' }),
	})
	.openapi('WorkingGroup');

const meetingFields = { state: z.enum(MEETING_STATES), heldOn: z.string().nullable(), place: z.array(localTextSchema), country: z.string().nullable(), isSample: z.boolean() };

const groupYearsSchema = z
	.object({
		centreId: z.string(),
		names: z.array(localTextSchema),
		about: z.array(localTextSchema),
		languages: z.array(z.string()),
		source: z.string(),
		years: z.array(z.object({ year: z.number().int(), meeting: z.object(meetingFields).nullable(), hasPlan: z.boolean() })),
	})
	.openapi('WorkingGroupYears');

const yearSchema = z
	.object({
		centreId: z.string(),
		year: z.number().int(),
		meeting: z
			.object({
				...meetingFields,
				mode: z.enum(MEETING_MODES),
				agenda: z.array(z.object({ texts: z.array(localTextSchema), lead: z.string() })),
				participants: z.array(z.object({ side: z.string(), name: z.string(), position: z.string() })).openapi({ description: 'Those who agreed to be named' }),
				minutes: z.array(localTextSchema).openapi({ description: 'Empty until both sides have published them' }),
				decisions: z.array(z.object({ number: z.number().int(), texts: z.array(localTextSchema) })),
				actions: z.array(z.object({ texts: z.array(localTextSchema), side: z.string(), dueOn: z.string(), state: z.enum(ACTION_STATES), outcome: z.string() })),
			})
			.nullable(),
		plan: z
			.array(
				z.object({
					kind: z.enum(PLAN_ITEM_KINDS),
					texts: z.array(localTextSchema),
					dueOn: z.string().nullable(),
					state: z.enum(PLAN_ITEM_STATES),
					outcome: z.array(localTextSchema),
					events: z.array(z.string()).openapi({ description: 'Ids of the events that fulfil it' }),
					agreements: z.array(z.string()).openapi({ description: 'Ids of the founding agreements that fulfil it' }),
				}),
			)
			.nullable()
			.openapi({ description: 'The work plan, once both sides have adopted it' }),
	})
	.openapi('WorkingGroupYear');

const tags = ['Network'];
const ofCentre = z.object({ centre: z.string().regex(/^[a-z0-9-]{1,80}$/) });

const agreements = createRoute({
	method: 'get',
	path: '/founding-agreements',
	tags,
	summary: 'The agreements that found bilateral centres',
	request: { query: z.object({ centre: z.string().regex(/^[a-z0-9-]{1,80}$/).optional(), ...pageQuery, after: z.uuid().optional().openapi({ description: '`next` of the page before' }) }) },
	responses: { 200: json('A page by id', pageOf(agreementSchema)), 422: json('A parameter is wrong', errorSchema) },
});

const groups = createRoute({ method: 'get', path: '/working-groups', tags, summary: 'The working groups of bilateral centres', responses: { 200: json('One a centre at most, in the order of the network', z.array(groupSchema)) } });

const oneGroup = createRoute({
	method: 'get',
	path: '/working-groups/{centre}',
	tags,
	summary: 'One working group with its years',
	request: { params: ofCentre },
	responses: { 200: json('The latest year first', groupYearsSchema), 404: json('No such working group', errorSchema) },
});

const oneYear = createRoute({
	method: 'get',
	path: '/working-groups/{centre}/{year}',
	tags,
	summary: 'The public part of a year: meeting, published minutes, adopted work plan',
	request: { params: ofCentre.extend({ year: z.coerce.number().int().min(1900).max(2200) }) },
	responses: { 200: json('As everybody may read it, whoever asks', yearSchema), 404: json('No such year of this working group', errorSchema) },
});

export function addCentreRoutes(api: OpenAPIHono<ApiEnvironment>): void {
	api.openapi(agreements, async (c) => {
		const { centre, after, limit } = c.req.valid('query');
		const rows = await agreementsAfter(c.env.mitra.db, centre, after ?? null, limit + 1);
		return c.json(pageFrom(rows, limit, ({ id }) => id, (row) => agreementSchema.parse(row)), 200);
	});
	api.openapi(groups, async (c) => c.json(z.array(groupSchema).parse(await allGroups(c.env.mitra.db)), 200));
	// What is inside a group is read on its pages; here everybody gets what a visitor gets.
	api.openapi(oneGroup, async (c) => {
		const { group, years } = await viewGroup(c.env.mitra.db, VISITOR, c.req.valid('param').centre, c.env.mitra.clock());
		return c.json(groupYearsSchema.parse({ ...group, years: years.map(({ year, meeting, plan }) => ({ year, meeting, hasPlan: plan !== null })) }), 200);
	});
	api.openapi(oneYear, async (c) => {
		const { centre, year } = c.req.valid('param');
		const { meeting, plan } = await viewYear(c.env.mitra.db, VISITOR, centre, year, c.env.mitra.clock());
		const items = plan?.items.map(({ links, ...item }) => ({
			...item,
			events: links.flatMap((link) => (link.type === 'event' ? link.event.id : [])),
			agreements: links.flatMap((link) => (link.type === 'agreement' ? link.agreement.id : [])),
		}));
		return c.json(yearSchema.parse({ centreId: centre, year, meeting: meeting && { ...meeting, minutes: meeting.minutes?.texts ?? [] }, plan: items ?? null }), 200);
	});
}
