import { and, asc, desc, eq, inArray, or, sql } from 'drizzle-orm';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { Recipient } from '#lib/server/platform/letter.ts';
import type { RequestForRules } from '../rules.ts';
import { expert, mission, serviceRequest, serviceRequestStep, taskForcePlace } from '../tables.ts';

export type RequestRow = typeof serviceRequest.$inferSelect;
export type PlaceRow = typeof taskForcePlace.$inferSelect & { userId: string | null; slug: string | null };
export type MissionRow = typeof mission.$inferSelect;
export type StepRow = typeof serviceRequestStep.$inferSelect;

export interface FoundRequest {
	row: RequestRow;
	places: PlaceRow[];
	mission: MissionRow | null;
	forRules: RequestForRules;
}

/** A request with its task force; inside `asActor` only, else there is none. `lock`: nobody else changes it meanwhile. */
export async function findRequest(tx: Executor, number: number, options: { lock?: boolean } = {}): Promise<FoundRequest | undefined> {
	const query = tx.select().from(serviceRequest).where(eq(serviceRequest.number, number));
	const [row] = options.lock ? await query.for('update') : await query;
	if (!row) return undefined;
	const places = await placesOf(tx, row.id);
	const [found] = await tx.select().from(mission).where(eq(mission.requestId, row.id));
	return { row, places, mission: found ?? null, forRules: forRules(row, places) };
}

export function forRules(row: Pick<RequestRow, 'organisationId' | 'centreId' | 'state'>, places: readonly Pick<PlaceRow, 'userId' | 'state'>[]): RequestForRules {
	const people = (list: typeof places) => new Set(list.flatMap(({ userId }) => userId ?? []));
	return { organisationId: row.organisationId, centreId: row.centreId, state: row.state, invited: people(places), standing: people(places.filter(({ state }) => state === 'accepted')) };
}

/** Places with the person behind each expert, as far as the asking transaction may know. */
async function placesOf(tx: Executor, requestId: string): Promise<PlaceRow[]> {
	const rows = await tx
		.select({ place: taskForcePlace, userId: expert.userId, slug: expert.slug, state: expert.state })
		.from(taskForcePlace)
		.leftJoin(expert, eq(expert.id, taskForcePlace.expertId))
		.where(eq(taskForcePlace.requestId, requestId))
		.orderBy(asc(taskForcePlace.invitedAt), asc(taskForcePlace.id));
	return rows.map(({ place, userId, slug, state }) => ({ ...place, userId, slug: state === 'public' ? slug : null }));
}

export async function stepsOf(tx: Executor, requestId: string): Promise<StepRow[]> {
	return tx.select().from(serviceRequestStep).where(eq(serviceRequestStep.requestId, requestId)).orderBy(asc(serviceRequestStep.id));
}

export async function insertRequest(tx: Executor, values: typeof serviceRequest.$inferInsert): Promise<{ id: string; number: number }> {
	return (await tx.insert(serviceRequest).values(values).returning({ id: serviceRequest.id, number: serviceRequest.number }))[0]!;
}

export async function updateRequest(tx: Executor, id: string, values: Partial<typeof serviceRequest.$inferInsert>): Promise<void> {
	await tx.update(serviceRequest).set(values).where(eq(serviceRequest.id, id));
}

export async function insertRequestStep(tx: Executor, values: Omit<typeof serviceRequestStep.$inferInsert, 'id'>): Promise<void> {
	await tx.insert(serviceRequestStep).values(values);
}

export async function insertPlace(tx: Executor, values: typeof taskForcePlace.$inferInsert): Promise<void> {
	await tx.insert(taskForcePlace).values(values);
}

export async function updatePlace(tx: Executor, id: string, values: Partial<typeof taskForcePlace.$inferInsert>): Promise<void> {
	await tx.update(taskForcePlace).set(values).where(eq(taskForcePlace.id, id));
}

export async function putMission(tx: Executor, values: typeof mission.$inferInsert): Promise<void> {
	await tx.insert(mission).values(values).onConflictDoUpdate({ target: mission.requestId, set: values });
}

export async function updateMission(tx: Executor, requestId: string, values: Partial<typeof mission.$inferInsert>): Promise<void> {
	await tx.update(mission).set(values).where(eq(mission.requestId, requestId));
}

/** Places that an expert stands in or is asked to, in requests that are not over. */
export async function openPlacesOf(tx: Executor, expertId: string): Promise<{ placeId: string; state: PlaceRow['state']; number: number }[]> {
	return tx
		.select({ placeId: taskForcePlace.id, state: taskForcePlace.state, number: serviceRequest.number })
		.from(taskForcePlace)
		.innerJoin(serviceRequest, eq(serviceRequest.id, taskForcePlace.requestId))
		.where(and(eq(taskForcePlace.expertId, expertId), inArray(taskForcePlace.state, ['invited', 'accepted']), inArray(serviceRequest.state, ['matching', 'planned', 'under-way'])));
}

/** Who is told on the side of who asked: the asker, or the owners where the asker has gone. */
export async function askersOf(tx: Executor, request: Pick<RequestRow, 'organisationId' | 'askedBy'>): Promise<Recipient[]> {
	return tx
		.selectDistinct({ name: user.name, email: user.email, language: user.language })
		.from(membership)
		.innerJoin(user, eq(user.id, membership.userId))
		.where(and(eq(membership.organisationId, request.organisationId), or(eq(membership.userId, request.askedBy ?? ''), eq(membership.role, 'owner'))));
}

export async function peopleOf(tx: Executor, userIds: readonly string[]): Promise<Recipient[]> {
	if (userIds.length === 0) return [];
	return tx.select({ name: user.name, email: user.email, language: user.language }).from(user).where(inArray(user.id, [...userIds]));
}

export interface RequestLine {
	number: number;
	title: string;
	language: RequestRow['language'];
	state: RequestRow['state'];
	country: string;
	place: string;
	startsOn: string;
	days: number;
	createdAt: Date;
	organisation: { slug: string; names: (typeof organisation.$inferSelect)['names'] };
	/** What became of the own place, for an expert. */
	placeState?: PlaceRow['state'];
}

const line = {
	number: serviceRequest.number,
	title: serviceRequest.title,
	language: serviceRequest.language,
	state: serviceRequest.state,
	country: serviceRequest.country,
	place: serviceRequest.place,
	startsOn: serviceRequest.startsOn,
	days: serviceRequest.days,
	createdAt: serviceRequest.createdAt,
	organisation: { slug: organisation.slug, names: organisation.names },
};

/** Requests of organisations, or of centres (null: of all); newest first. */
export async function requestLines(tx: Executor, of: { organisations: string[] } | { centres: string[] | null }): Promise<RequestLine[]> {
	const where = 'organisations' in of ? inArray(serviceRequest.organisationId, of.organisations) : of.centres ? inArray(serviceRequest.centreId, of.centres) : sql`true`;
	if ('organisations' in of && of.organisations.length === 0) return [];
	return tx.select(line).from(serviceRequest).innerJoin(organisation, eq(organisation.id, serviceRequest.organisationId)).where(where).orderBy(desc(serviceRequest.createdAt)).limit(200);
}

/** Requests that an expert was asked to come for. */
export async function requestLinesOfExpert(tx: Executor, expertId: string): Promise<RequestLine[]> {
	return tx
		.select({ ...line, placeState: taskForcePlace.state })
		.from(taskForcePlace)
		.innerJoin(serviceRequest, eq(serviceRequest.id, taskForcePlace.requestId))
		.innerJoin(organisation, eq(organisation.id, serviceRequest.organisationId))
		.where(eq(taskForcePlace.expertId, expertId))
		.orderBy(desc(taskForcePlace.invitedAt))
		.limit(100);
}
