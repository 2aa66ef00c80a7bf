import { and, asc, eq, ilike, inArray, ne, or, sql, type SQL } from 'drizzle-orm';
import type { Answer } from '#lib/registration/questions.ts';
import type { Category, RegistrationState } from '#lib/registration/vocabulary.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { NO_ADDRESS } from '#lib/server/platform/mail.ts';
import { eventAnswer, eventRegistration, eventRegistrationWishes } from '../tables.ts';

export interface ListFilters {
	state: RegistrationState | null;
	category: Category | null;
	country: string | null;
	/** A part of a name, an address or an organisation. */
	text: string;
	/** Only those whose badge was not printed yet, or shows something else since. */
	toPrint?: boolean;
}

/** A digest of what a badge shows; of a query that joins organisations. */
const BADGE_LOOKS = sql<string>`md5(jsonb_build_array(${eventRegistration.badge}, ${eventRegistration.names}, coalesce(${organisation.names}, ${eventRegistration.worksAt}), ${eventRegistration.headline}, ${eventRegistration.country}, ${eventRegistration.category})::text)`;

const pattern = (text: string) => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
/** What a list of registrations is filtered by; of a query that joins their accounts and organisations. */
export function registrationsMatching(eventId: string, { state, category, country, text, toPrint }: ListFilters): SQL | undefined {
	return and(
		eq(eventRegistration.eventId, eventId),
		state ? eq(eventRegistration.state, state) : undefined,
		category ? eq(eventRegistration.category, category) : undefined,
		country ? eq(eventRegistration.country, country) : undefined,
		text ? or(ilike(user.email, pattern(text)), ilike(sql`${eventRegistration.names}::text`, pattern(text)), ilike(sql`${eventRegistration.worksAt}::text`, pattern(text)), ilike(sql`${organisation.names}::text`, pattern(text))) : undefined,
		toPrint ? sql`${eventRegistration.badgePrinted} is distinct from ${BADGE_LOOKS}` : undefined,
	);
}

const LINE = {
	id: eventRegistration.id,
	state: eventRegistration.state,
	category: eventRegistration.category,
	names: eventRegistration.names,
	worksAt: sql<typeof eventRegistration.$inferSelect.worksAt>`coalesce(${organisation.names}, ${eventRegistration.worksAt})`,
	headline: eventRegistration.headline,
	country: eventRegistration.country,
	languages: eventRegistration.languages,
	email: sql<string>`case when right(${user.email}, ${NO_ADDRESS.length}) = ${NO_ADDRESS} then '' else ${user.email} end`,
	waitingSince: eventRegistration.waitingSince,
	createdAt: eventRegistration.createdAt,
};
/** A list of those who registered, whom somebody must decide on first. */
export const listLines = (tx: Executor, eventId: string, filters: ListFilters) =>
	tx
		.select(LINE)
		.from(eventRegistration)
		.innerJoin(user, eq(user.id, eventRegistration.personId))
		.leftJoin(organisation, eq(organisation.id, eventRegistration.organisationId))
		.where(registrationsMatching(eventId, filters))
		.orderBy(sql`array_position(array['asked', 'waiting', 'approved', 'refused', 'withdrawn'], ${eventRegistration.state})`, asc(eventRegistration.waitingSince), asc(eventRegistration.createdAt), asc(eventRegistration.id));

/** Of some badges, a digest of what they show now, and when they were printed showing what; by registration. */
export async function printsOf(tx: Executor, eventId: string, ids: readonly string[]) {
	const rows = await tx
		.select({ id: eventRegistration.id, looks: BADGE_LOOKS, printedAt: eventRegistration.badgePrintedAt, printed: eventRegistration.badgePrinted })
		.from(eventRegistration)
		.leftJoin(organisation, eq(organisation.id, eventRegistration.organisationId))
		.where(and(eq(eventRegistration.eventId, eventId), inArray(eventRegistration.id, [...ids])));
	return new Map(rows.map(({ id, looks, printedAt, printed }) => [id, { looks, printedAt, isChanged: printed !== looks }]));
}
/** Notes with which looks badges were printed. Answers of how many that still have one. */
export async function putPrinted(tx: Executor, eventId: string, badges: readonly { id: string; looks: string }[], at: Date): Promise<number> {
	const { rowCount } = await tx.execute(sql`
		update event_registration r set badge_printed = b.looks, badge_printed_at = ${at.toISOString()}::timestamptz
		from jsonb_to_recordset(${JSON.stringify(badges)}::jsonb) b(id uuid, looks text) where r.id = b.id and r.event_id = ${eventId} and r.badge is not null`);
	return rowCount ?? 0;
}

/** Those of a list that one decision is for: all of a list of one state, but those who withdrew; of any other, whom nobody has decided on. */
const idsToDecide = (tx: Executor, eventId: string, filters: ListFilters) =>
	tx
		.select({ id: eventRegistration.id })
		.from(eventRegistration)
		.innerJoin(user, eq(user.id, eventRegistration.personId))
		.leftJoin(organisation, eq(organisation.id, eventRegistration.organisationId))
		.where(and(registrationsMatching(eventId, filters), filters.state ? ne(eventRegistration.state, 'withdrawn') : inArray(eventRegistration.state, ['asked', 'waiting'])));
export const countToDecide = (tx: Executor, eventId: string, filters: ListFilters): Promise<number> => tx.$count(idsToDecide(tx, eventId, filters).as('to_decide'));
export const registrationsToDecide = (tx: Executor, eventId: string, filters: ListFilters) => tx.select().from(eventRegistration).where(inArray(eventRegistration.id, idsToDecide(tx, eventId, filters))).orderBy(asc(eventRegistration.createdAt), asc(eventRegistration.id));

/** How many there are of each state, category and country. */
export const countsOf = (tx: Executor, eventId: string) =>
	tx.select({ state: eventRegistration.state, category: eventRegistration.category, country: eventRegistration.country, count: sql<number>`count(*)::int` }).from(eventRegistration).where(eq(eventRegistration.eventId, eventId)).groupBy(eventRegistration.state, eventRegistration.category, eventRegistration.country);

export const wishesIn = (tx: Executor, eventId: string) => tx.select().from(eventRegistrationWishes).where(eq(eventRegistrationWishes.eventId, eventId));
/** The wishes of those who have a place. */
export const wishesOfApproved = async (tx: Executor, eventId: string) =>
	(await tx.select({ wishes: eventRegistrationWishes }).from(eventRegistrationWishes).innerJoin(eventRegistration, eq(eventRegistration.id, eventRegistrationWishes.registrationId)).where(and(eq(eventRegistrationWishes.eventId, eventId), eq(eventRegistration.state, 'approved')))).map(({ wishes }) => wishes);
/** Everybody's answers, by registration and question. */
export async function answersIn(tx: Executor, eventId: string): Promise<Map<string, Map<string, Answer>>> {
	const answers = new Map<string, Map<string, Answer>>();
	for (const { registrationId, questionId, value } of await tx.select().from(eventAnswer).where(eq(eventAnswer.eventId, eventId))) answers.set(registrationId, (answers.get(registrationId) ?? new Map<string, Answer>()).set(questionId, value));
	return answers;
}
export async function organisationById(tx: Executor, id: string) {
	return (await tx.select({ slug: organisation.slug, names: organisation.names, kind: organisation.kind }).from(organisation).where(eq(organisation.id, id)))[0];
}
