import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { user } from '#lib/server/accounts/tables.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { suggestOwners } from '#lib/server/meetings/invitations/suggest-owners.ts';
import { suggestPeople } from '#lib/server/meetings/suggestions/suggest-people.ts';
import { createSearchService } from '#lib/server/search/create-search-service.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { createSampleDatabase, SAMPLE_NOW, type TestDatabase } from '../database.ts';

const EVENT = 'sample-b2b-2027';
let database: TestDatabase;
let search: SearchService;
const thesaurus = await readThesaurus('data/thesaurus');
beforeAll(async () => {
	database = await createSampleDatabase();
	search = createSearchService({ database, url: database.url, thesaurus });
	await search.start();
});
afterAll(async () => {
	await search.stop();
	await database.close();
});

async function suggestedTo(who: string) {
	const context = { db: database.db, clock: () => SAMPLE_NOW, search, thesaurus };
	const [row] = await database.db.select({ id: user.id }).from(user).where(eq(user.email, `member.${who}@mitra.example`));
	const actor = await actorOfUser(database.db, row!.id);
	return { people: (await suggestPeople(context, actor, { eventId: EVENT, reader: 'en' })).suggested, owners: await suggestOwners(context, actor, { eventId: EVENT, reader: 'en' }) };
}
const slugOf = (slug: string | undefined) => slug?.replace('sample-', '');

/** Of each sample account, whom it should see among the first: those whose listings answer its own. */
const FITTING: Record<string, string[]> = {
	danang: ['kampong-cham-river-office', 'isan-river-university', 'yunnan-geohazard-institute'],
	singapore: ['chengdu-seismic-instruments', 'luang-prabang-mountain-roads', 'belait-river-waters'],
	hangzhou: ['cuu-long-water-institute', 'nusantara-effluent-engineering', 'visayas-island-water-college'],
	vientiane: ['suzhou-medical-devices', 'bandung-health-technology', 'phnom-penh-district-hospitals'],
	chiangmai: ['phnom-penh-district-hospitals', 'suzhou-medical-devices', 'dili-health-laboratory'],
	nanning: ['penang-medtech', 'bandung-health-technology', 'manila-rural-health-foundation'],
};

test.each(Object.entries(FITTING))('the sample meetings suggest to %s people whose listings fit, with reasons', async (who, fitting) => {
	const { people } = await suggestedTo(who);
	expect(people.slice(0, 4).map(({ person }) => slugOf(person.organisation?.slug))).toEqual(expect.arrayContaining(fitting));
	for (const each of people) {
		expect(each.person.isSample).toBe(true);
		if (each.by === 'listings') expect(each.reasons.pairs.length + each.reasons.there.length).toBeGreaterThan(0);
	}
});

test('the sample meetings offer an owner who is not registered', async () => {
	expect((await suggestedTo('singapore')).owners.map(({ card }) => slugOf(card.organisation?.slug))).toContain('padang-coastal-hazard-centre');
});
