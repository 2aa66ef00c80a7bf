import { and, asc, desc, eq, inArray, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { DockingLine, InterestLine } from '#lib/docking/types.ts';
import type { Ball, DockingState, DockingStand, NextStep } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { interest } from '../tables.ts';

/** Lines of one page of a list. */
export const PAGE = 25;

/** Where a page of a list begins: after this row, in the order of the list. */
export interface After {
	at: Date;
	id: string;
}

/** `2026-11-21T08:00:00.000Z~<id>`, as it stands in an address. */
export function afterOf(text: string | null): After | null {
	const [at, id] = (text ?? '').split('~');
	const moment = new Date(at ?? '');
	return id && isUuid(id) && !Number.isNaN(moment.getTime()) ? { at: moment, id } : null;
}
export const afterText = ({ at, id }: After): string => `${at.toISOString()}~${id}`;

/** The rows below one; their times are the application's, in whole milliseconds, as the address of a page has them. */
export const olderThan = (at: PgColumn, id: PgColumn, after: After | null): SQL | undefined =>
	after ? sql`(${at}, ${id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)` : undefined;

type RawLine = {
	id: string;
	reference: string;
	title: string;
	title_language: Language;
	state: DockingState;
	ball: Ball;
	ball_since: Date | string;
	next_step: NextStep;
	touched_at: Date | string;
	offering_names: LocalText[];
	offering_country: string;
	seeking_names: LocalText[];
	seeking_country: string;
	stand: DockingStand;
};

/** Lines of a function of migration 0024, which is a wall of its own: it gives them to whom they concern alone. */
async function dockingLines(tx: Executor, from: SQL): Promise<DockingLine[]> {
	const { rows } = await tx.execute<RawLine>(sql`select * from ${from}`);
	return rows.map((row) => ({
		id: row.id,
		reference: row.reference,
		title: row.title,
		titleLanguage: row.title_language,
		state: row.state,
		ball: row.ball,
		ballSince: new Date(row.ball_since),
		nextStep: row.next_step,
		touchedAt: new Date(row.touched_at),
		offering: { names: row.offering_names, country: row.offering_country },
		seeking: { names: row.seeking_names, country: row.seeking_country },
		stand: row.stand,
	}));
}

const place = (after: After | null | undefined): SQL => (after ? sql`${after.at.toISOString()}::timestamptz, ${after.id}::uuid` : sql`null::timestamptz, null::uuid`);

/** Dockings in which the person who asks is a contact person, the last changed first. Inside `asActor`. */
export async function dockingsOfPerson(tx: Executor, options: { states?: readonly DockingState[] | undefined; after?: After | null; most?: number } = {}): Promise<DockingLine[]> {
	const states = options.states ? sql`array[${sql.join(options.states.map((state) => sql`${state}`), sql`, `)}]::text[]` : sql`null::text[]`;
	return dockingLines(tx, sql`dockings_of_person(${states}, ${place(options.after)}, ${options.most ?? PAGE + 1})`);
}

/** Dockings that a centre's officers advise, the last changed first; none for others. Inside `asActor`. */
export async function dockingsOfCentre(tx: Executor, centreId: string, options: { state?: DockingState | undefined; after?: After | null; most?: number } = {}): Promise<DockingLine[]> {
	return dockingLines(tx, sql`dockings_of_centre(${centreId}, ${options.state ?? null}::text, ${place(options.after)}, ${options.most ?? PAGE + 1})`);
}

/** Dockings of a centre in which somebody's turn has lasted longest; none for others. Inside `asActor`. */
export async function longestWaiting(tx: Executor, centreId: string, options: { after?: After | null; most?: number } = {}): Promise<DockingLine[]> {
	return dockingLines(tx, sql`dockings_waiting(${centreId}, ${place(options.after)}, ${options.most ?? PAGE + 1})`);
}

/** Dockings of an organisation in which the asking owner of it is not; none for others. Inside `asActor`. */
export async function dockingsWithoutOwner(tx: Executor, organisationId: string, most: number): Promise<{ reference: string; title: string; language: Language; people: string[] }[]> {
	const { rows } = await tx.execute<{ reference: string; title: string; language: Language; people: string[] }>(
		sql`select reference, title, title_language as language, people from dockings_without_owner(${organisationId}, ${most})`,
	);
	return rows;
}

const interestLine = {
	id: interest.id,
	state: interest.state,
	endedIn: interest.endedIn,
	createdAt: interest.createdAt,
	stepSince: interest.stepSince,
	dueAt: interest.dueAt,
	listing: { reference: listing.reference, kind: listing.kind, title: listingVersion.title, language: listingVersion.language },
	organisation: { slug: organisation.slug, names: organisation.names, country: organisation.country },
};

async function interestLines(tx: Executor, where: (SQL | undefined)[], order: SQL[], most: number): Promise<InterestLine[]> {
	const rows = await tx
		.select(interestLine)
		.from(interest)
		.innerJoin(listing, eq(listing.id, interest.listingId))
		.leftJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.innerJoin(organisation, eq(organisation.id, interest.organisationId))
		.where(and(...where))
		.orderBy(...order)
		.limit(most);
	return rows.map((row) => ({ ...row, listing: { ...row.listing, title: row.listing.title ?? '', language: row.listing.language ?? 'en' } }) as InterestLine);
}

/** Interests that organisations have expressed (`sent`), or that have reached them as owners (`received`); newest first. */
export async function interestsOf(tx: Executor, which: 'sent' | 'received', organisations: readonly string[], after: After | null): Promise<InterestLine[]> {
	if (organisations.length === 0) return [];
	const mine = which === 'sent' ? inArray(interest.organisationId, [...organisations]) : and(inArray(interest.ownerOrganisationId, [...organisations]), isNotNull(interest.withOwnerAt));
	return interestLines(tx, [mine, olderThan(interest.createdAt, interest.id, after)], [desc(interest.createdAt), desc(interest.id)], PAGE + 1);
}

/** Interests that wait for a centre's officers to look at them, the oldest first. Inside `asActor`. */
export async function interestsToScreen(tx: Executor, centreId: string, after: After | null): Promise<InterestLine[]> {
	const { rows } = await tx.execute<{ id: string }>(sql`select w.id from interests_to_screen(${centreId}, ${place(after)}, ${PAGE + 1}) as w(id)`);
	if (rows.length === 0) return [];
	return interestLines(tx, [inArray(interest.id, rows.map(({ id }) => id))], [asc(interest.stepSince), asc(interest.id)], PAGE + 1);
}

/** A page of rows that were asked for with one more than it shows. */
export function pageOf<Row extends { id: string }>(rows: Row[], at: (row: Row) => Date): { lines: Row[]; next: string | null } {
	const lines = rows.slice(0, PAGE);
	const last = lines.at(-1);
	return { lines, next: rows.length > PAGE && last ? afterText({ at: at(last), id: last.id }) : null };
}
