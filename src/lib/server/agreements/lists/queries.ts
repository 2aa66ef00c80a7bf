import { sql } from 'drizzle-orm';
import type { AgreementKind, AgreementState } from '#lib/agreements/vocabulary.ts';
import type { Texts } from '#lib/agreements/content.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';

export interface AgreementLine {
	id: string;
	reference: string;
	kind: AgreementKind;
	state: AgreementState;
	titles: Texts;
	signedOn: string | null;
	touchedAt: Date;
	parties: LocalText[][];
}

export interface LinesAfter {
	touchedAt: string;
	id: string;
}

type LineRow = Omit<AgreementLine, 'signedOn' | 'touchedAt'> & { signed_on: string | null; touched_at: string };
const LINE = sql`a.id, a.reference, a.kind, a.state, a.titles, a.signed_on::text, array(select o.names from agreement_party o where o.agreement_id = a.id order by o.position) as parties`;
const lineOf = ({ signed_on, touched_at, ...row }: LineRow): AgreementLine => ({ ...row, signedOn: signed_on, touchedAt: new Date(touched_at) });

/**
 * Agreements in which one of the organisations is a party, or that one of the centres advises, last touched first. Inside
 * `asActor`: those that the reader is not in are left out by the wall.
 */
export async function agreementLines(tx: Executor, of: { organisations: readonly string[]; centres: readonly string[] }, after: LinesAfter | null, most: number): Promise<AgreementLine[]> {
	const below = after ? sql`and (p.touched_at, p.agreement_id) < (${after.touchedAt}::timestamptz, ${after.id}::uuid)` : sql``;
	// A branch for each organisation and centre walks its index from the newest, and stops: the walls are asked for so many rows only.
	const branches = [
		...of.organisations.map((id) => sql`(select p.agreement_id, p.touched_at from agreement_party p where p.organisation_id = ${id}::uuid ${below} order by p.touched_at desc, p.agreement_id desc limit ${most})`),
		...of.centres.map((id) => sql`(select p.agreement_id, p.touched_at from agreement_party p where p.adviser_centre_id = ${id} ${below} order by p.touched_at desc, p.agreement_id desc limit ${2 * most})`),
	];
	if (branches.length === 0) return [];
	const { rows } = await tx.execute<LineRow>(sql`
		with found as (select distinct agreement_id, touched_at from (${sql.join(branches, sql` union all `)}) b order by touched_at desc, agreement_id desc limit ${most})
		select ${LINE}, f.touched_at
		from found f join agreement a on a.id = f.agreement_id
		order by f.touched_at desc, a.id desc`);
	return rows.map(lineOf);
}

/** The agreements of a docking, the newest first. */
export async function agreementsOfDocking(tx: Executor, dockingId: string): Promise<AgreementLine[]> {
	const { rows } = await tx.execute<LineRow>(sql`select ${LINE}, a.updated_at as touched_at from agreement a where a.docking_id = ${dockingId} order by a.created_at desc limit 50`);
	return rows.map(lineOf);
}

/** Agreements that wait for a legal adviser: of the centres, and where the person is the one named. */
export async function waitingReviews(tx: Executor, userId: string, centres: readonly string[]): Promise<{ reference: string; titles: Texts; kind: AgreementKind; centreId: string; askedAt: Date }[]> {
	const { rows } = await tx.execute<{ reference: string; titles: Texts; kind: AgreementKind; centre_id: string; asked_at: string }>(sql`
		select a.reference, a.titles, a.kind, r.centre_id, r.asked_at
		from agreement_review r join agreement_centre c on c.centre_id = r.centre_id join agreement a on a.id = r.agreement_id
		where r.state = 'asked' and a.state = 'legal-review' and (c.adviser_id = ${userId} or (c.adviser_id is null and r.centre_id = any(${sql.param([...centres])}::text[])))
		order by r.asked_at limit 200`);
	return rows.map(({ centre_id, asked_at, ...row }) => ({ ...row, centreId: centre_id, askedAt: new Date(asked_at) }));
}
