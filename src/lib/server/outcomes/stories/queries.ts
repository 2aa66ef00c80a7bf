import { and, asc, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { publishedStory, storyConsent, storyText, successStory } from '../tables.ts';

export type StoryRow = typeof successStory.$inferSelect;
export type StoryTextRow = typeof storyText.$inferSelect;
export type ConsentRow = typeof storyConsent.$inferSelect;

export async function findStory(tx: Executor, agreementId: string, options: { lock?: boolean } = {}): Promise<StoryRow | undefined> {
	const query = tx.select().from(successStory).where(eq(successStory.agreementId, agreementId));
	const [row] = options.lock ? await query.for('update') : await query;
	return row;
}

export async function insertStory(tx: Executor, values: typeof successStory.$inferInsert): Promise<StoryRow> {
	return (await tx.insert(successStory).values(values).returning())[0]!;
}

export async function updateStory(tx: Executor, id: string, values: Partial<typeof successStory.$inferInsert>): Promise<void> {
	await tx.update(successStory).set({ ...values, version: sql`${successStory.version} + 1` }).where(eq(successStory.id, id));
}

export async function textsOf(tx: Executor, storyId: string): Promise<StoryTextRow[]> {
	return tx.select().from(storyText).where(eq(storyText.storyId, storyId)).orderBy(asc(storyText.party));
}

export async function putText(tx: Executor, values: typeof storyText.$inferInsert): Promise<void> {
	await tx.insert(storyText).values(values).onConflictDoUpdate({ target: [storyText.storyId, storyText.party], set: values });
}

/** Every consent that was given, newest first; those that ended too. */
export async function consentsOf(tx: Executor, storyId: string): Promise<ConsentRow[]> {
	return tx.select().from(storyConsent).where(eq(storyConsent.storyId, storyId)).orderBy(desc(storyConsent.givenAt), desc(storyConsent.id)).limit(200);
}

export async function insertConsent(tx: Executor, values: typeof storyConsent.$inferInsert): Promise<void> {
	await tx.insert(storyConsent).values(values);
}

/** Ends standing consents: of one party or centre, or of all. */
export async function endConsents(tx: Executor, storyId: string, of: { party: number } | { centreId: string } | 'all', values: { endedAt: Date; endedHow: 'withdrawn' | 'changed'; endedBy: string | null; endedCalled: string }): Promise<number> {
	const whose = of === 'all' ? undefined : 'party' in of ? eq(storyConsent.party, of.party) : eq(storyConsent.centreId, of.centreId);
	const rows = await tx.update(storyConsent).set(values).where(and(eq(storyConsent.storyId, storyId), isNull(storyConsent.endedAt), whose)).returning({ id: storyConsent.id });
	return rows.length;
}

/** Whose consent to the words as they stand is missing still. */
export async function missingConsents(tx: Executor, storyId: string): Promise<{ party: number | null; centreId: string | null }[]> {
	const { rows } = await tx.execute<{ party: number | null; centre_id: string | null }>(sql`select party, centre_id from story_consents_missing(${storyId}::uuid)`);
	return rows.map(({ party, centre_id }) => ({ party, centreId: centre_id }));
}

export async function insertPublished(tx: Executor, values: Omit<typeof publishedStory.$inferInsert, 'number'>): Promise<void> {
	await tx.insert(publishedStory).values(values);
}

export type PublishedStory = Omit<typeof publishedStory.$inferSelect, 'storyId' | 'textSha256'>;

/** Published stories, the newest first. */
export async function publishedStories(db: Executor, below: number | null, most: number): Promise<PublishedStory[]> {
	const { number, titles, bodies, parties, countries, area, year, publishedAt, isSample } = publishedStory;
	return db.select({ number, titles, bodies, parties, countries, area, year, publishedAt, isSample }).from(publishedStory).where(below === null ? undefined : lt(publishedStory.number, below)).orderBy(desc(publishedStory.number)).limit(most);
}
