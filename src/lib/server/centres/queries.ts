import { and, asc, count, desc, eq, gt, inArray, isNotNull, lt, ne, or, sql } from 'drizzle-orm';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { eventOrganiser } from '#lib/server/events/tables.ts';
import { listing } from '#lib/server/listings/tables.ts';
import { centreOfPlace } from '#lib/server/network/centre-of-place.ts';
import { centre, counterpartAgency, event, organisation } from '#lib/server/network/tables.ts';
import type { CentreRow } from '#lib/server/network/queries.ts';
import { databaseErrorCode, violatedConstraint, type Executor, type Transaction } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { CentreForRules } from './rules.ts';
import { centreContact, centreEvent, centreMessage, centreStaff, foundingAgreement, workingGroup, workPlanItem, workPlanLink } from './tables.ts';

export type AgreementRow = typeof foundingAgreement.$inferSelect;
export type MessageRow = typeof centreMessage.$inferSelect;
export type AgencyValues = Omit<typeof counterpartAgency.$inferInsert, 'id'>;

export interface FoundCentre {
	row: CentreRow;
	forRules: CentreForRules;
}

const found = (row: CentreRow | undefined): FoundCentre | undefined => row && { row, forRules: { id: row.id, kind: row.kind, closed: row.closedOn !== null } };

export async function centreFor(db: Executor, id: string): Promise<FoundCentre | undefined> {
	return found((await db.select().from(centre).where(eq(centre.id, id)))[0]);
}

export async function lockCentre(tx: Transaction, id: string): Promise<FoundCentre | undefined> {
	return found((await tx.select().from(centre).where(eq(centre.id, id)).for('update'))[0]);
}

export async function updateCentre(tx: Executor, id: string, values: Partial<typeof centre.$inferInsert>): Promise<void> {
	await tx.update(centre).set(values).where(eq(centre.id, id));
}

export async function openCentres(db: Executor): Promise<{ id: string; names: LocalText[] }[]> {
	return db.select({ id: centre.id, names: centre.names }).from(centre).where(sql`${centre.closedOn} is null`).orderBy(asc(centre.position), asc(centre.id));
}

/** Who serves a centre, and what each shows of himself. */
export async function staffOf(db: Executor, centreId: string) {
	return db
		.select({ userId: user.id, name: user.name, email: user.email, language: user.language, isSample: user.isSample, role: membership.role, shown: centreStaff.shown, position: centreStaff.position, languages: centreStaff.languages })
		.from(membership)
		.innerJoin(user, eq(user.id, membership.userId))
		.leftJoin(centreStaff, and(eq(centreStaff.centreId, membership.centreId), eq(centreStaff.userId, user.id)))
		.where(and(eq(membership.centreId, centreId), inArray(membership.role, ['officer', 'secretariat'])))
		.orderBy(asc(membership.createdAt), asc(user.name));
}

export async function putStaff(tx: Executor, values: typeof centreStaff.$inferInsert): Promise<void> {
	const { centreId: _centre, userId: _user, ...set } = values;
	await tx.insert(centreStaff).values(values).onConflictDoUpdate({ target: [centreStaff.centreId, centreStaff.userId], set });
}

export async function agencyById(db: Executor, id: number) {
	return (await db.select().from(counterpartAgency).where(eq(counterpartAgency.id, id)))[0];
}

/** Agencies with their ids, for those who edit them. */
export async function agenciesToEdit(db: Executor, centreId: string) {
	return db.select().from(counterpartAgency).where(eq(counterpartAgency.centreId, centreId)).orderBy(asc(counterpartAgency.position), asc(counterpartAgency.id));
}

export async function insertAgency(tx: Executor, values: AgencyValues): Promise<number> {
	return (await tx.insert(counterpartAgency).values(values).returning({ id: counterpartAgency.id }))[0]!.id;
}

export async function updateAgency(tx: Executor, id: number, values: Partial<AgencyValues>): Promise<void> {
	await tx.update(counterpartAgency).set(values).where(eq(counterpartAgency.id, id));
}

export async function deleteAgency(tx: Executor, id: number): Promise<void> {
	await tx.delete(counterpartAgency).where(eq(counterpartAgency.id, id));
}

export async function agreementsOf(db: Executor, centreId: string): Promise<AgreementRow[]> {
	return db.select().from(foundingAgreement).where(eq(foundingAgreement.centreId, centreId)).orderBy(sql`${foundingAgreement.signedOn} desc nulls last`, asc(foundingAgreement.createdAt));
}

/** Agreements of one centre or of all, by id, behind one. */
export async function agreementsAfter(db: Executor, centreId: string | undefined, after: string | null, limit: number): Promise<AgreementRow[]> {
	return db
		.select()
		.from(foundingAgreement)
		.where(and(centreId ? eq(foundingAgreement.centreId, centreId) : undefined, after === null ? undefined : gt(foundingAgreement.id, after)))
		.orderBy(asc(foundingAgreement.id))
		.limit(limit);
}

export async function agreementById(db: Executor, id: string): Promise<AgreementRow | undefined> {
	return (await db.select().from(foundingAgreement).where(eq(foundingAgreement.id, id)))[0];
}

export async function insertAgreement(tx: Executor, values: typeof foundingAgreement.$inferInsert): Promise<string> {
	return (await tx.insert(foundingAgreement).values(values).returning({ id: foundingAgreement.id }))[0]!.id;
}

/** What a document states, brought up to date when the files are loaded again. */
export async function putStatedAgreement(tx: Executor, values: typeof foundingAgreement.$inferInsert & { externalId: string }): Promise<void> {
	await tx.insert(foundingAgreement).values(values).onConflictDoUpdate({ target: foundingAgreement.externalId, set: values });
}

export async function updateAgreement(tx: Executor, id: string, values: Partial<typeof foundingAgreement.$inferInsert>): Promise<void> {
	await tx.update(foundingAgreement).set(values).where(eq(foundingAgreement.id, id));
}

export async function deleteAgreement(tx: Executor, id: string): Promise<void> {
	await tx.delete(foundingAgreement).where(eq(foundingAgreement.id, id));
}

const shownEvent = { id: event.id, kind: event.kind, state: event.state, names: event.names, startsOn: event.startsOn, endsOn: event.endsOn, place: event.place, country: event.country, isSample: event.isSample };

/** The events of a centre that were announced: those it organises, its own from before that was on record, and those that items of its work plans name. The newest first. */
export async function eventsOfCentre(db: Executor, centreId: string) {
	const own = db.select({ id: centreEvent.eventId }).from(centreEvent).where(eq(centreEvent.centreId, centreId));
	const planned = db.select({ id: workPlanLink.eventId }).from(workPlanLink).innerJoin(workPlanItem, eq(workPlanItem.id, workPlanLink.itemId)).where(and(eq(workPlanItem.centreId, centreId), isNotNull(workPlanLink.eventId)));
	const organised = db.select({ id: eventOrganiser.eventId }).from(eventOrganiser).where(and(eq(eventOrganiser.centreId, centreId), ne(eventOrganiser.role, 'supporter')));
	return db.select(shownEvent).from(event).where(and(ne(event.state, 'draft'), or(inArray(event.id, own), inArray(event.id, planned), inArray(event.id, organised)))).orderBy(desc(event.startsOn), asc(event.id));
}

export async function putCentreEvent(tx: Executor, centreId: string, eventId: string): Promise<void> {
	await tx.insert(centreEvent).values({ centreId, eventId }).onConflictDoNothing();
}

export async function dropCentreEvent(tx: Executor, centreId: string, eventId: string): Promise<void> {
	await tx.delete(centreEvent).where(and(eq(centreEvent.centreId, centreId), eq(centreEvent.eventId, eventId)));
}

export async function ownEventIds(db: Executor, centreId: string): Promise<string[]> {
	return (await db.select({ id: centreEvent.eventId }).from(centreEvent).where(eq(centreEvent.centreId, centreId))).map(({ id }) => id);
}

/** The first members by the time of their joining, for a page that links to all. */
export async function membersOfCentre(db: Executor, centreId: string, limit: number) {
	return db
		.select({ slug: organisation.slug, kind: organisation.kind, country: organisation.country, place: organisation.place, names: organisation.names, isSample: organisation.isSample })
		.from(organisation)
		.where(and(eq(organisation.centreId, centreId), eq(organisation.state, 'admitted')))
		.orderBy(asc(organisation.createdAt), asc(organisation.slug))
		.limit(limit);
}

export interface CentreFigures {
	members: number;
	offers: number;
	needs: number;
	introductions: number;
}

/** Counted from the records. */
export async function figuresOf(db: Executor, centreId: string): Promise<CentreFigures> {
	const [members, listings, introductions] = await Promise.all([
		db.select({ count: count() }).from(organisation).where(and(eq(organisation.centreId, centreId), eq(organisation.state, 'admitted'))),
		db.select({ kind: listing.kind, count: count() }).from(listing).where(and(eq(listing.centreId, centreId), eq(listing.state, 'published'))).groupBy(listing.kind),
		db.execute<{ count: string }>(sql`select count(*) from introduction i join suggested_pair p on p.id = i.pair_id where i.withdrawn_at is null and (p.need_centre_id = ${centreId} or p.offer_centre_id = ${centreId})`),
	]);
	const of = (kind: 'offer' | 'need') => Number(listings.find((each) => each.kind === kind)?.count ?? 0);
	return { members: Number(members[0]!.count), offers: of('offer'), needs: of('need'), introductions: Number(introductions.rows[0]!.count) };
}

/** Figures of one year, from its first day to the first of the next. */
export async function figuresOfYear(db: Executor, centreId: string, year: number): Promise<{ joined: number; published: number; introductions: number }> {
	const span = sql`between ${`${year}-01-01`}::date and ${`${year + 1}-01-01`}::date - interval '1 microsecond'`;
	const { rows } = await db.execute<{ joined: string; published: string; introductions: string }>(sql`select
		(select count(*) from organisation o where o.centre_id = ${centreId} and o.state = 'admitted' and o.created_at ${span}) as joined,
		(select count(*) from listing l where l.centre_id = ${centreId} and l.published_at ${span}) as published,
		(select count(*) from introduction i join suggested_pair p on p.id = i.pair_id
			where i.withdrawn_at is null and i.introduced_at ${span} and (p.need_centre_id = ${centreId} or p.offer_centre_id = ${centreId})) as introductions`);
	const row = rows[0]!;
	return { joined: Number(row.joined), published: Number(row.published), introductions: Number(row.introductions) };
}

export async function hasWorkingGroup(db: Executor, centreId: string): Promise<boolean> {
	return (await db.select({ id: workingGroup.centreId }).from(workingGroup).where(eq(workingGroup.centreId, centreId))).length > 0;
}

/** Inside `asActor` only. */
export async function contactOf(tx: Executor, centreId: string): Promise<string | null> {
	return (await tx.select({ email: centreContact.email }).from(centreContact).where(eq(centreContact.centreId, centreId)))[0]?.email ?? null;
}

/** Inside `asActor` only. */
export async function putContact(tx: Executor, centreId: string, email: string | null): Promise<void> {
	if (email === null) await tx.delete(centreContact).where(eq(centreContact.centreId, centreId));
	else await tx.insert(centreContact).values({ centreId, email }).onConflictDoUpdate({ target: centreContact.centreId, set: { email } });
}

/** Messages sent since then: from this place, from this address, and to this centre. Inside `asActor`; one sender after the other. */
export async function messagesSince(tx: Transaction, message: { centreId: string; place: string | null; fromEmail: string }, since: Date): Promise<{ place: number; address: number; centre: number }> {
	await tx.execute(sql`select pg_advisory_xact_lock(hashtext('centre_message'))`);
	const at = since.toISOString();
	const { rows } = await tx.execute<{ place: string; address: string; centre: string }>(sql`select
		(select count(*) from centre_message m where m.sent_at > ${at} and m.place = ${message.place}) as place,
		(select count(*) from centre_message m where m.sent_at > ${at} and lower(m.from_email) = lower(${message.fromEmail})) as address,
		(select count(*) from centre_message m where m.sent_at > ${at} and m.centre_id = ${message.centreId}) as centre`);
	return { place: Number(rows[0]!.place), address: Number(rows[0]!.address), centre: Number(rows[0]!.centre) };
}

export async function insertMessage(tx: Executor, values: typeof centreMessage.$inferInsert): Promise<string> {
	return (await tx.insert(centreMessage).values(values).returning({ id: centreMessage.id }))[0]!.id;
}

/** Inside `asActor` only: the newest first, those without an answer before the others. */
export async function messagesOf(tx: Executor, centreId: string, limit: number): Promise<MessageRow[]> {
	return tx.select().from(centreMessage).where(eq(centreMessage.centreId, centreId)).orderBy(sql`${centreMessage.answeredAt} is not null`, desc(centreMessage.sentAt)).limit(limit);
}

/** Inside `asActor` only. False where it is not there, or answered already. */
export async function markAnswered(tx: Executor, message: { id: string; centreId: string }, by: string | null, at: Date): Promise<boolean> {
	const rows = await tx
		.update(centreMessage)
		.set({ answeredAt: at, answeredBy: by })
		.where(and(eq(centreMessage.id, message.id), eq(centreMessage.centreId, message.centreId), sql`${centreMessage.answeredAt} is null`))
		.returning({ id: centreMessage.id });
	return rows.length > 0;
}

/** Inside `asActor` only. */
export async function deleteMessagesBefore(tx: Executor, before: Date): Promise<number> {
	return (await tx.delete(centreMessage).where(lt(centreMessage.sentAt, before)).returning({ id: centreMessage.id })).length;
}

/** Hands everything of a centre over to another and closes it. "closed": one of the two is closed already. */
export async function closeInto(tx: Transaction, closing: string, into: string, values: { on: string; note: LocalText[]; staffFollow: boolean }): Promise<Record<string, number> | 'closed'> {
	try {
		const { rows } = await tx.execute<{ moved: Record<string, number> }>(sql`select centre_close(${closing}, ${into}, ${values.on}, ${JSON.stringify(values.note)}::jsonb, ${values.staffFollow}) as moved`);
		return rows[0]!.moved;
	} catch (error) {
		if (databaseErrorCode(error) === '23514' && violatedConstraint(error) === 'centre_open') return 'closed';
		throw error;
	}
}

/** The open centre that serves what a closed one had: its successor, or that one's. */
export async function servingNow(db: Executor, closedId: string): Promise<string> {
	const { rows } = await db.execute<{ id: string }>(sql`
		with recursive following as (
			select successor_id as id from centre where id = ${closedId}
			union select c.successor_id from following f join centre c on c.id = f.id where c.successor_id is not null)
		select f.id from following f join centre c on c.id = f.id where c.closed_on is null`);
	return rows[0]!.id;
}

/** Organisations that another centre serves and whose country and place are a centre's. */
export async function organisationsOfArea(db: Executor, centreId: string, servedBy: string): Promise<string[]> {
	const rows = await db.select({ id: organisation.id, country: organisation.country, place: organisation.place }).from(organisation).where(eq(organisation.centreId, servedBy));
	return rows.filter(({ country, place }) => centreOfPlace(country, place) === centreId).map(({ id }) => id);
}

/** Which centre serves a closed one's area now, and how many organisations of that area. */
export async function areaServedElsewhere(db: Executor, closedId: string): Promise<{ id: string; names: LocalText[]; organisations: number }> {
	const from = (await centreFor(db, await servingNow(db, closedId)))!;
	return { id: from.row.id, names: from.row.names, organisations: (await organisationsOfArea(db, closedId, from.row.id)).length };
}

/** Opens a closed centre and gives it some organisations with all that a centre has of them. */
export async function openFrom(tx: Transaction, centreId: string, organisationIds: readonly string[]): Promise<Record<string, number>> {
	const { rows } = await tx.execute<{ moved: Record<string, number> }>(sql`select centre_reopen(${centreId}, array(select jsonb_array_elements_text(${JSON.stringify(organisationIds)}::jsonb)::uuid)) as moved`);
	return rows[0]!.moved;
}

/** Organisations and listings that a centre has, whatever their state: none once it is closed. */
export async function countServed(db: Executor, centreId: string): Promise<{ organisations: number; listings: number }> {
	const [organisations, listings] = await Promise.all([
		db.select({ count: count() }).from(organisation).where(eq(organisation.centreId, centreId)),
		db.select({ count: count() }).from(listing).where(eq(listing.centreId, centreId)),
	]);
	return { organisations: Number(organisations[0]!.count), listings: Number(listings[0]!.count) };
}

/** Events that end after a day and take place: to choose from. */
export async function eventsToChoose(db: Executor, after: string) {
	return db.select(shownEvent).from(event).where(and(gt(event.endsOn, after), ne(event.state, 'cancelled'))).orderBy(desc(event.startsOn)).limit(100);
}
