import { membership, user } from '#lib/server/accounts/tables.ts';
import { VISITOR, type Actor } from '#lib/server/accounts/actor.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { loadNetwork } from '#lib/server/network/load-network.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { emptyContent, type ListingContent } from '#lib/server/listings/listing.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';

/** Two organisations of two centres, and people in every role towards them. */
export interface SmallNetwork {
	/** Looked after by the centre of Laos. */
	institute: string;
	/** Looked after by the centre of Thailand. */
	company: string;
	owner: Actor;
	editor: Actor;
	reader: Actor;
	stranger: Actor;
	officer: Actor;
	secondOfficer: Actor;
	thaiOfficer: Actor;
	secretariat: Actor;
	/** An officer of Laos who also writes for the institute. */
	officerAndOwner: Actor;
	/** Who scores what the centre of Laos gives him, and nothing else. */
	reviewer: Actor;
	/** The authority that oversees the network. */
	authority: Actor;
	visitor: Actor;
}

export async function createSmallNetwork(db: Database): Promise<SmallNetwork> {
	await loadNetwork(db, { folder: 'data/network', samples: false });
	const institute = await addOrganisation(db, 'test-institute', 'LA', 'laos');
	const company = await addOrganisation(db, 'test-company', 'TH', 'thailand');
	const person = (name: string, ...places: Omit<typeof membership.$inferInsert, 'userId'>[]) => addPerson(db, name, places);
	return {
		institute,
		company,
		owner: await person('owner', { organisationId: institute, role: 'owner' }),
		editor: await person('editor', { organisationId: institute, role: 'editor' }),
		reader: await person('reader', { organisationId: institute, role: 'reader' }),
		stranger: await person('stranger', { organisationId: company, role: 'owner' }),
		officer: await person('officer', { centreId: 'laos', role: 'officer' }),
		secondOfficer: await person('second-officer', { centreId: 'laos', role: 'officer' }),
		thaiOfficer: await person('thai-officer', { centreId: 'thailand', role: 'officer' }),
		secretariat: await person('secretariat', { centreId: 'cattc', role: 'secretariat' }),
		officerAndOwner: await person('both', { centreId: 'laos', role: 'officer' }, { organisationId: institute, role: 'owner' }),
		reviewer: await person('reviewer', { centreId: 'laos', role: 'reviewer' }),
		authority: await person('authority', { centreId: 'cattc', role: 'authority' }),
		visitor: VISITOR,
	};
}

async function addOrganisation(db: Database, slug: string, country: string, centreId: string): Promise<string> {
	const rows = await db
		.insert(organisation)
		.values({ slug, kind: 'institute', country, centreId, names: [{ language: 'en', text: slug }], about: [], areas: [] })
		.returning({ id: organisation.id });
	return rows[0]!.id;
}

async function addPerson(db: Database, name: string, places: Omit<typeof membership.$inferInsert, 'userId'>[]): Promise<Actor> {
	const id = crypto.randomUUID();
	await db.insert(user).values({ id, name, email: `${name}@example.org`, language: 'en' });
	for (const place of places) await db.insert(membership).values({ ...place, userId: id });
	return actorOfUser(db, id);
}

/** An offer with everything that must be there. */
export function completeOffer(change: Partial<ListingContent> = {}): ListingContent {
	return {
		...emptyContent('en'),
		title: 'Drip irrigation for saline soil',
		summary: 'Drip lines under mulch that keep salt away from the roots.',
		description: 'Subsurface drip irrigation with pulse leaching, proven on 40 ha of saline soil over three seasons.',
		advantages: 'Salt stays below the root zone without flooding the field.',
		benefitInFigures: '45 % less water, 22 % more yield',
		comparedWith: 'furrow irrigation',
		areas: ['agriculture'],
		trl: 8,
		ip: { status: 'granted', rights: [] },
		cooperation: ['licence'],
		partner: { kinds: ['company-11-49'], role: 'Installs the lines' },
		exportControl: 'checked-none',
		...change,
	};
}

/** A need that the offer above meets. */
export function completeNeed(change: Partial<ListingContent> = {}): ListingContent {
	return {
		...emptyContent('en'),
		title: 'Irrigation for saline soil in dry-season vegetables',
		summary: 'We seek drip irrigation that works on saline soil with brackish ground water.',
		description: 'Sixty hectares of vegetables lose a third of the yield to salt in the dry season.',
		sought: 'Drip irrigation that leaches salt with at most 3,000 cubic metres of water a hectare and season.',
		areas: ['agriculture'],
		cooperation: ['licence'],
		partner: { kinds: ['institute'], role: '' },
		...change,
	};
}

/** Jobs that are taken in and never done: for tests of what is asked for. */
export const idleJobs: Jobs = { enqueue: async () => crypto.randomUUID(), stop: async () => undefined };
