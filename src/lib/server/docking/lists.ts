import { and, asc, desc, eq, inArray, isNotNull, or, sql, type SQL } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import type { Ball, DockingState, DockingStand, InterestState, InterestStep, NextStep } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { docking, dockingParty, dockingPerson, interest } from './tables.ts';

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
	return id && /^[0-9a-f-]{36}$/.test(id) && !Number.isNaN(moment.getTime()) ? { at: moment, id } : null;
}
export const afterText = ({ at, id }: After): string => `${at.toISOString()}~${id}`;

/** The times of these rows are the application's, in whole milliseconds, as the address of a page has them. */
const olderThan = (at: PgColumn, id: PgColumn, after: After | null): SQL | undefined =>
	after ? sql`(${at}, ${id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)` : undefined;
const youngerThan = (at: PgColumn, id: PgColumn, after: After | null): SQL | undefined =>
	after ? sql`(${at}, ${id}) > (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)` : undefined;

export interface DockingLine {
	id: string;
	reference: string;
	title: string;
	titleLanguage: Language;
	state: DockingState;
	ball: Ball;
	ballSince: Date;
	nextStep: NextStep;
	touchedAt: Date;
	offering: { names: LocalText[]; country: string };
	seeking: { names: LocalText[]; country: string };
	/** On which side the reader of the list stands. */
	stand: DockingStand;
}

const offering = alias(dockingParty, 'offering');
const seeking = alias(dockingParty, 'seeking');
const line = {
	id: docking.id,
	reference: docking.reference,
	title: docking.title,
	titleLanguage: docking.titleLanguage,
	state: docking.state,
	ball: docking.ball,
	ballSince: docking.ballSince,
	nextStep: docking.nextStep,
	touchedAt: docking.touchedAt,
	offering: { names: offering.called, country: offering.country },
	seeking: { names: seeking.called, country: seeking.country },
};

/** Dockings in which a person is a contact person, the last changed first. Inside `asActor`. */
export async function dockingsOfPerson(tx: Executor, personId: string, options: { states?: readonly DockingState[] | undefined; after?: After | null; most?: number } = {}): Promise<DockingLine[]> {
	return tx
		.select({ ...line, stand: dockingPerson.side })
		.from(dockingPerson)
		.innerJoin(docking, eq(docking.id, dockingPerson.dockingId))
		.innerJoin(offering, and(eq(offering.dockingId, docking.id), eq(offering.side, 'offering')))
		.innerJoin(seeking, and(eq(seeking.dockingId, docking.id), eq(seeking.side, 'seeking')))
		.where(and(eq(dockingPerson.personId, personId), options.states && inArray(docking.state, [...options.states]), olderThan(dockingPerson.touchedAt, dockingPerson.dockingId, options.after ?? null)))
		.orderBy(desc(dockingPerson.touchedAt), desc(dockingPerson.dockingId))
		.limit(options.most ?? PAGE + 1);
}

/** One row of a centre for each docking, also where it advises both sides. */
const once = sql`(${dockingParty.side} = 'offering' or not exists (select from docking_party twin where twin.docking_id = ${dockingParty.dockingId} and twin.side = 'offering' and twin.centre_id = ${dockingParty.centreId}))`;

async function ofCentre(tx: Executor, where: (SQL | undefined)[], order: SQL[], most: number): Promise<DockingLine[]> {
	const rows = await tx
		.select(line)
		.from(dockingParty)
		.innerJoin(docking, eq(docking.id, dockingParty.dockingId))
		.innerJoin(offering, and(eq(offering.dockingId, docking.id), eq(offering.side, 'offering')))
		.innerJoin(seeking, and(eq(seeking.dockingId, docking.id), eq(seeking.side, 'seeking')))
		.where(and(...where, once))
		.orderBy(...order)
		.limit(most);
	return rows.map((row) => ({ ...row, stand: 'officers' as const }));
}

/** Dockings that a centre's officers advise, the last changed first. Inside `asActor`. */
export async function dockingsOfCentre(tx: Executor, centreId: string, options: { state?: DockingState | undefined; after?: After | null; most?: number } = {}): Promise<DockingLine[]> {
	return ofCentre(
		tx,
		[eq(dockingParty.centreId, centreId), options.state && eq(dockingParty.state, options.state), olderThan(dockingParty.touchedAt, dockingParty.dockingId, options.after ?? null)],
		[desc(dockingParty.touchedAt), desc(dockingParty.dockingId)],
		options.most ?? PAGE + 1,
	);
}

/** Dockings of a centre in which somebody's turn has lasted longest. Inside `asActor`. */
export async function longestWaiting(tx: Executor, centreId: string, options: { after?: After | null; most?: number } = {}): Promise<DockingLine[]> {
	return ofCentre(
		tx,
		[eq(dockingParty.centreId, centreId), sql`${dockingParty.ball} <> 'none'`, youngerThan(dockingParty.ballSince, dockingParty.dockingId, options.after ?? null)],
		[asc(dockingParty.ballSince), asc(dockingParty.dockingId)],
		options.most ?? PAGE + 1,
	);
}

export interface InterestLine {
	id: string;
	state: InterestState;
	endedIn: InterestStep | null;
	createdAt: Date;
	stepSince: Date;
	dueAt: Date | null;
	listing: { reference: number; kind: 'offer' | 'need'; title: string; language: Language };
	organisation: { slug: string; names: LocalText[]; country: string };
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
	const here = or(and(eq(interest.state, 'at_own_centre'), eq(interest.ownCentreId, centreId)), and(eq(interest.state, 'at_their_centre'), eq(interest.theirCentreId, centreId)));
	return interestLines(tx, [here, youngerThan(interest.stepSince, interest.id, after)], [asc(interest.stepSince), asc(interest.id)], PAGE + 1);
}

/** A page of rows that were asked for with one more than it shows. */
export function pageOf<Row extends { id: string }>(rows: Row[], at: (row: Row) => Date): { lines: Row[]; next: string | null } {
	const lines = rows.slice(0, PAGE);
	const last = lines.at(-1);
	return { lines, next: rows.length > PAGE && last ? afterText({ at: at(last), id: last.id }) : null };
}
