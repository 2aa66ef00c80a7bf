import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { openLexicon } from '#lib/engines/lexicon/read-lexicon-file.ts';
import { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { ExpertDirectory } from '#lib/server/experts/expert-directory.ts';
import { acceptExpertInvitation, declineExpertInvitation, viewExpertInvitation } from '#lib/server/experts/profiles/answer-invitation.ts';
import { inviteExpert } from '#lib/server/experts/profiles/invite-expert.ts';
import { consentToProfile, saveExpertProfile, withdrawConsent } from '#lib/server/experts/profiles/save-profile.ts';
import { searchExperts } from '#lib/server/experts/profiles/search-experts.ts';
import { viewExpert } from '#lib/server/experts/profiles/view-experts.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { createExpertsNetwork, profile, type ExpertsNetwork } from './experts-network.ts';

let network: ExpertsNetwork;
let directory: ExpertDirectory;
let reader: TextReader;
beforeAll(async () => {
	network = await createExpertsNetwork();
	reader = new TextReader(openLexicon(), await readThesaurus('data/thesaurus'));
	directory = new ExpertDirectory(() => reader);
});
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });
const find = (text: string, filters = {}) => directory.search(network.database.db, { text, filters, page: 1, pageSize: 20 });
const slugs = async (text: string, filters = {}) => (await find(text, filters)).experts.map(({ slug }) => slug);
const invite = (actor: Actor, email: string, centreId = 'laos') => inviteExpert(network.context, actor, { centreId, email, name: 'Dr Invited', language: 'zh', words: 'Please join.', writtenIn: 'en' });

describe('an invitation', () => {
	test('is sent by an officer of the centre alone, in the language of who is invited', async () => {
		for (const actor of [network.thaiOfficer, network.owner, network.reviewer, network.authority, network.visitor]) await expect(invite(actor, 'x@x.example')).rejects.toEqual(refused('forbidden'));
		const someone = await network.person('letter@x.example');
		const token = await invite(network.officer, someone.email);
		const [letter] = await network.mailsTo(someone);
		expect(letter).toMatchObject({ language: 'zh', text: expect.stringContaining(`/zh/experts/invitation/${token}`) as string });
		expect(letter?.text).toContain('Please join.');
	});

	test('is used once; declined, expired and replaced ones are of no use; the inviter is told', async () => {
		const someone = await network.person('once@x.example');
		const first = await invite(network.officer, someone.email);
		const token = await invite(network.officer, someone.email);
		await expect(acceptExpertInvitation(network.context, someone, first)).rejects.toEqual(refused('conflict'));
		await acceptExpertInvitation(network.context, someone, token);
		await expect(acceptExpertInvitation(network.context, network.stranger as never, token)).rejects.toEqual(refused('conflict'));
		expect((await network.mailsTo(network.officer)).some(({ subject }) => subject.includes('Dr Invited'))).toBe(true);
		const other = await invite(network.officer, 'other@x.example');
		await declineExpertInvitation(network.context, other);
		expect(await viewExpertInvitation(network.context, other)).toMatchObject({ state: 'declined' });
		const late = await invite(network.officer, 'late@x.example');
		const after = { ...network.context, clock: () => new Date('2027-03-01T00:00:00Z') };
		await expect(acceptExpertInvitation(after, someone, late)).rejects.toEqual(refused('expired'));
		expect(await viewExpertInvitation(network.context, 'nothing')).toBeUndefined();
	});
});

describe('a profile', () => {
	test('is seen by nobody else before consent, by everybody after it, and by nobody at once when it is taken back', async () => {
		const someone = await network.person('consent@x.example', 'zh');
		await acceptExpertInvitation(network.context, someone, await invite(network.officer, someone.email));
		const slug = (await viewExpert(network.database.db, someone))!.expert.slug;
		await expect(consentToProfile(network.context, someone)).rejects.toEqual(refused('conflict'));
		await saveExpertProfile(network.context, someone, profile());
		for (const actor of [network.visitor, network.stranger, network.thaiOfficer]) await expect(viewExpert(network.database.db, actor, slug)).rejects.toEqual(refused('not_found'));
		expect((await viewExpert(network.database.db, network.officer, slug))?.expert.slug).toBe(slug);
		expect(await slugs('ດິນເຄັມ')).not.toContain(slug);
		// The officer invited the person and looks after the profile, and still cannot consent in the person's place.
		await expect(consentToProfile(network.context, network.officer)).rejects.toEqual(refused('not_found'));
		await consentToProfile(network.context, someone);
		expect(await slugs('ດິນເຄັມ')).toContain(slug);
		expect((await viewExpert(network.database.db, network.visitor, slug))?.expert.slug).toBe(slug);
		await withdrawConsent(network.context, someone);
		expect(await slugs('ດິນເຄັມ')).not.toContain(slug);
		await expect(viewExpert(network.database.db, network.visitor, slug)).rejects.toEqual(refused('not_found'));
		expect((await viewExpert(network.database.db, someone))?.private).toBeNull();
	});

	test('has a private part for the expert and the centre; a query that forgot to ask gets nothing', async () => {
		const { person, slug } = await network.expert('private-part');
		expect((await viewExpert(network.database.db, person, slug))?.private).toMatchObject({ phone: '+86 25 0000' });
		expect((await viewExpert(network.database.db, network.officer, slug))?.private).toMatchObject({ fee: '500 USD a day' });
		const read = (actor: Actor) => asActor(network.database.db, actor, async (tx) => (await tx.execute(sql`select phone from expert_private p join expert e on e.id = p.expert_id where e.slug = ${slug}`)).rows);
		for (const actor of [network.visitor, network.stranger, network.thaiOfficer, network.owner]) {
			expect((await viewExpert(network.database.db, actor, slug))?.private).toBeNull();
			expect(await read(actor)).toEqual([]);
		}
		expect(await read(network.officer)).toHaveLength(1);
		expect((await network.database.db.execute(sql`select phone from expert_private`)).rows).toEqual([]);
		// Nor does the wall let anybody else write.
		await asActor(network.database.db, network.stranger, (tx) => tx.execute(sql`update expert set place = 'Nowhere' where slug = ${slug}`));
		expect((await viewExpert(network.database.db, network.visitor, slug))?.expert.place).toBe('Nanjing');
	});
});

test('experts are found across languages, by facets, and by name', async () => {
	await network.expert('soil-person');
	await network.expert('vaccine-person', { headline: [{ language: 'vi', text: 'Chuỗi lạnh vắc-xin', provenance: 'original' }], about: [], fields: ['vaccine-cold-chain'], languages: ['vi'], country: 'VN', offers: ['train'], publications: [] }, 'vi');
	expect((await slugs('ດິນເຄັມ')).slice(0, 3)).toContain('soil-person');
	expect(await slugs('疫苗冷链')).toContain('vaccine-person');
	expect(await slugs('疫苗冷链')).not.toContain('soil-person');
	expect(await slugs('', { country: ['VN'] })).toEqual(['vaccine-person']);
	expect(await slugs('', { field: ['agriculture'], offer: ['train'] })).toEqual([]);
	expect(await slugs('vaccine-person')).toContain('vaccine-person');
	expect((await find('qqqxyz')).total).toBe(0);
	const { facets } = await find('');
	expect(facets.language.find(({ value }) => value === 'vi')?.count).toBe(1);
});

test('experts are found by name in another script, by the beginning of a name, and with filters', async () => {
	await network.expert('phoumy', { names: [{ language: 'en', text: 'Phoumy Keomany', provenance: 'original' }], fields: ['biogas'], headline: [{ language: 'en', text: 'Biogas plants for villages', provenance: 'original' }], about: [], country: 'LA', languages: ['lo', 'en'], publications: [] }, 'en');
	await network.expert('somchai', { names: [{ language: 'th', text: 'สมชาย ใจดี', provenance: 'original' }], fields: ['biogas'], headline: [{ language: 'th', text: 'ก๊าซชีวภาพ', provenance: 'original' }], about: [], country: 'TH', languages: ['th'], publications: [] }, 'th');
	expect(await slugs('keom')).toEqual(['phoumy']);
	expect(await slugs('สมชาย')).toContain('somchai');
	expect(await slugs('Somchai')).toContain('somchai');
	expect(await slugs('keom', { country: ['TH'] })).toEqual([]);
	const page = (query: string, language: 'en' | 'zh' = 'en') => searchExperts({ db: network.database.db, search: { reader } as unknown as SearchService, thesaurus: reader.thesaurus }, new URLSearchParams(query), language);
	const found = await page('q=沼气&country=LA&page=-4');
	expect(found).toMatchObject({ page: 1, total: 1, filters: { country: ['LA'] } });
	expect(found.experts[0]!.slug).toBe('phoumy');
	expect((await page('q=沼气', 'zh')).labels['biogas']).toBe(reader.thesaurus.label('biogas', 'zh'));
	expect((await page('field=__proto__&offer=%00')).experts).toEqual([]);
});

test('a request is answered with experts and reasons, across languages', async () => {
	const facts = { languages: ['lo' as const, 'en' as const], country: 'LA', offers: ['task-force'], startsOn: '2027-01-11', days: 14, today: '2026-11-21' };
	const [first] = await directory.suggest(network.database.db, { language: 'lo', title: 'ດິນເຄັມໃນສວນຜັກ', text: '' }, facts, 5);
	expect(first?.expert.fields).toContain('soil-salinity');
	expect(first?.shared.map(({ concept }) => concept)).toContain('soil-salinity');
	expect(first?.criteria.find(({ criterion }) => criterion === 'language')).toMatchObject({ verdict: 'match', facts: ['en'] });
	expect(JSON.stringify(first)).not.toContain('+86 25 0000');
});
