import { user } from '#lib/server/accounts/tables.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { ExpertsContext } from '#lib/server/experts/context.ts';
import type { ExpertProfileInput, ServiceRequestInput } from '#lib/server/experts/input.ts';
import { acceptExpertInvitation } from '#lib/server/experts/profiles/answer-invitation.ts';
import { inviteExpert } from '#lib/server/experts/profiles/invite-expert.ts';
import { consentToProfile, saveExpertProfile } from '#lib/server/experts/profiles/save-profile.ts';
import { listMails } from '#lib/server/platform/mail.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createSmallNetwork, idleJobs, type SmallNetwork } from '../small-network.ts';

export type Person = Extract<Actor, { kind: 'member' }>;

export interface ExpertsNetwork extends SmallNetwork {
	database: TestDatabase;
	context: ExpertsContext;
	/** A person without any membership. */
	person(email: string, language?: string): Promise<Person>;
	/** An expert whom the officer of Laos invited, who has written a profile and consented. */
	expert(name: string, change?: Partial<ExpertProfileInput>, language?: string): Promise<{ person: Person; slug: string }>;
	mailsTo(actor: Actor): Promise<{ subject: string; text: string; language: string }[]>;
	close(): Promise<void>;
}

export const profile = (change: Partial<ExpertProfileInput> = {}): ExpertProfileInput => ({
	names: [{ language: 'zh', text: '刘测试', provenance: 'original' }],
	headline: [{ language: 'zh', text: '盐碱地改良与排水洗盐', provenance: 'original' }],
	about: [{ language: 'zh', text: '从事滨海盐碱地暗管排水与耐盐水稻研究。', provenance: 'original' }],
	fields: ['soil-salinity'],
	languages: ['zh', 'en'],
	organisationId: null,
	affiliation: '',
	country: 'CN',
	place: 'Nanjing',
	orcid: '0000-0002-1825-0097',
	offers: ['advise', 'task-force'],
	availableFrom: '2026-12-01',
	availableUntil: '2027-12-31',
	daysMonth: 20,
	publications: [{ title: 'Pulse leaching under mulch for saline vegetable fields', language: 'en', year: 2021, doi: '10.5555/test.1' }],
	private: { phone: '+86 25 0000', fee: '500 USD a day', remarks: 'no travel in May' },
	...change,
});

export const serviceNeed = (organisationId: string, change: Partial<ServiceRequestInput> = {}): ServiceRequestInput => ({
	organisationId,
	language: 'en',
	title: 'Salt in our dry-season vegetable fields',
	what: 'Saline soil takes a third of the yield. We need somebody for two weeks to set up leaching and drainage.',
	fields: ['soil-salinity'],
	country: 'LA',
	place: 'Savannakhet',
	startsOn: '2027-01-11',
	days: 14,
	languages: ['lo', 'en'],
	covered: ['travel', 'lodging'],
	...change,
});

export async function createExpertsNetwork(): Promise<ExpertsNetwork> {
	const database = await createTestDatabase();
	const { db } = database;
	const network = await createSmallNetwork(db);
	const context: ExpertsContext = { db, clock: () => new Date('2026-11-21T08:00:00Z'), jobs: idleJobs, baseUrl: 'https://mitra.example' };
	const person: ExpertsNetwork['person'] = async (email, language = 'en') => {
		const id = crypto.randomUUID();
		await db.insert(user).values({ id, name: email.split('@')[0]!, email, emailVerified: true, language });
		return (await actorOfUser(db, id)) as Person;
	};
	return {
		...network,
		database,
		context,
		person,
		async expert(name, change, language = 'zh') {
			const someone = await person(`${name}@expert.example`, language);
			const token = await inviteExpert(context, network.officer, { centreId: 'laos', email: someone.email, name, language: 'zh', words: '', writtenIn: 'en' });
			await acceptExpertInvitation(context, someone, token);
			await saveExpertProfile(context, someone, profile({ names: [{ language: 'en', text: name, provenance: 'original' }], ...change }));
			await consentToProfile(context, someone);
			return { person: someone, slug: name };
		},
		async mailsTo(actor) {
			return (await listMails(db, { limit: 500 })).filter(({ to }) => to === (actor as Person).email);
		},
		close: () => database.close(),
	};
}
