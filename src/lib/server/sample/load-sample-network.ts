import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashPassword } from 'better-auth/crypto';
import { eq, sql } from 'drizzle-orm';
import type { MembershipRole } from '#lib/server/accounts/actor.ts';
import { account, membership, user } from '#lib/server/accounts/tables.ts';
import { parseContent } from '#lib/server/listings/input.ts';
import { listing, listingContact, listingVersion } from '#lib/server/listings/tables.ts';
import { dayAfterMonths, VALIDITY_MONTHS } from '#lib/server/listings/validity.ts';
import { loadCentreSamples } from '#lib/server/centres/load-centres.ts';
import { centreOfPlace } from '#lib/server/network/centre-of-place.ts';
import { loadNetwork } from '#lib/server/network/load-network.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { inTransaction, type Database, type Transaction } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import { insertSampleMemberships, readSampleMemberships } from './sample-memberships.ts';
import { insertSampleAgreements } from './sample-agreements.ts';
import { insertSampleCeremony } from './sample-ceremony.ts';
import { insertSampleConfidence } from './sample-confidence.ts';
import { insertSampleDockings } from './sample-dockings.ts';
import { insertSampleOutcomes } from './sample-outcomes.ts';
import { insertSampleRegistrations } from './sample-registrations.ts';
import { insertSampleRooms } from './sample-rooms.ts';
import { insertSampleTrades } from './sample-trades.ts';
import { insertSampleEvents } from './sample-events.ts';
import { insertSampleExhibitions } from './sample-exhibition.ts';
import { insertSampleExperts } from './sample-experts.ts';
import { insertSampleDelegates, readSampleDelegates } from './sample-delegates.ts';
import { insertSampleMeetings } from './sample-meetings.ts';
import { sampleContent, type SampleListing } from './sample-listing.ts';

interface SampleAccount {
	email: string;
	password: string;
	name: string;
	language: string;
	/** An expert belongs nowhere; the profile says whose it is. */
	role: MembershipRole | 'expert';
	organisation?: string;
	centre?: string;
}

type SampleOrganisation = Omit<typeof organisation.$inferInsert, 'centreId' | 'isSample'>;

export interface LoadOptions {
	/** The repository's data folder. */
	dataFolder: string;
	now: Date;
	/** Where the files of sample dockings and events are put; without it they have none. */
	files?: FileStore;
	progress?: (done: number, total: number) => void;
}

/**
 * Fills an empty database with the network as the documents state it and with the sample organisations, people and
 * listings of data/sample, in one transaction: all or nothing. Throws an Error that names file and line of a bad sample.
 */
export async function loadSampleNetwork(db: Database, options: LoadOptions): Promise<{ listings: number; organisations: number }> {
	const folder = join(options.dataFolder, 'sample');
	await loadNetwork(db, { folder: join(options.dataFolder, 'network'), samples: true });
	const organisations = await readFolder<SampleOrganisation>(join(folder, 'organisations'));
	// Those that the matching engine is measured on, and those of people at the meetings.
	const listings = [...(await readFolder<SampleListing>(join(folder, 'listings'))), ...(await readFolder<SampleListing>(join(folder, 'meetings', 'listings')))];
	const delegates = await readSampleDelegates(folder);
	const accounts = JSON.parse(await readFile(join(folder, 'accounts.json'), 'utf8')) as SampleAccount[];
	const hashes = await Promise.all(accounts.map((each) => hashPassword(each.password)));
	await inTransaction(db, async (tx) => {
		const idBySlug = await insertOrganisations(tx, organisations);
		await insertAccounts(tx, accounts, hashes, idBySlug);
		await insertSampleDelegates(tx, delegates, idBySlug);
		await insertSampleExperts(tx, join(folder, 'experts.json'), options.now);
		await loadCentreSamples(tx, folder, options.now);
		await insertSampleMemberships(tx, await readSampleMemberships(folder), { idBySlug, now: options.now });
		let done = 0;
		for (const sample of listings) {
			await insertPublishedSample(tx, sample, idBySlug, publicationTime(options.now, done));
			options.progress?.(++done, listings.length);
		}
		await insertSampleEvents(tx, join(folder, 'events'), options.now, options.files);
		await insertSampleMeetings(tx, delegates, options.now);
		await insertSampleRegistrations(tx, folder, options.now, options.files);
		await insertSampleExhibitions(tx, join(folder, 'exhibitions'), options.now);
		await insertSampleTrades(tx, options.now);
		const dockings = await insertSampleDockings(tx, options.now);
		await insertSampleRooms(tx, dockings, options.now);
		await insertSampleConfidence(tx, dockings, options.now, options.files);
		await insertSampleAgreements(tx, dockings, options.now);
		await insertSampleCeremony(tx, options.now);
		await insertSampleOutcomes(tx, dockings, options.now);
	});
	return { listings: listings.length, organisations: organisations.length };
}

/** Samples look published one after the other over the last four months. */
function publicationTime(now: Date, index: number): Date {
	return new Date(now.getTime() - (((index * 37) % 120) * 24 + ((index * 7) % 24)) * 3_600_000);
}

async function readFolder<T>(folder: string): Promise<T[]> {
	const all: T[] = [];
	for (const name of (await readdir(folder)).sort()) {
		const content = await readFile(join(folder, name), 'utf8');
		if (name.endsWith('.json')) all.push(...(JSON.parse(content) as T[]));
		if (!name.endsWith('.jsonl')) continue;
		content.split('\n').forEach((line, index) => {
			if (line.trim() === '') return;
			try {
				all.push(JSON.parse(line) as T);
			} catch (error) {
				throw new Error(`${name}, line ${index + 1}: ${(error as Error).message}`);
			}
		});
	}
	return all;
}

async function insertOrganisations(tx: Transaction, samples: SampleOrganisation[]): Promise<Map<string, { id: string; centreId: string }>> {
	const idBySlug = new Map<string, { id: string; centreId: string }>();
	for (const sample of samples) {
		const centreId = centreOfPlace(sample.country, sample.place ?? null);
		const rows = await tx
			.insert(organisation)
			.values({ ...sample, centreId, isSample: true })
			.returning({ id: organisation.id });
		idBySlug.set(sample.slug, { id: rows[0]!.id, centreId });
	}
	return idBySlug;
}

async function insertAccounts(
	tx: Transaction,
	samples: SampleAccount[],
	hashes: string[],
	idBySlug: Map<string, { id: string }>,
): Promise<void> {
	for (const [index, sample] of samples.entries()) {
		const userId = crypto.randomUUID();
		await tx.insert(user).values({
			id: userId,
			name: sample.name,
			email: sample.email,
			emailVerified: true,
			language: sample.language,
			isSample: true,
		});
		await tx.insert(account).values({
			id: crypto.randomUUID(),
			accountId: userId,
			providerId: 'credential',
			userId,
			password: hashes[index]!,
		});
		const organisationId = sample.organisation ? idBySlug.get(sample.organisation)?.id : null;
		if (sample.organisation && !organisationId)
			throw new Error(`accounts.json: ${sample.email} belongs to "${sample.organisation}", which is no sample organisation.`);
		if (sample.role === 'expert') continue;
		await tx.insert(membership).values({
			userId,
			organisationId: organisationId ?? null,
			centreId: sample.centre ?? null,
			role: sample.role,
		});
	}
}

async function insertPublishedSample(
	tx: Transaction,
	sample: SampleListing,
	idBySlug: Map<string, { id: string; centreId: string }>,
	publishedAt: Date,
): Promise<void> {
	const owner = idBySlug.get(sample.organisation);
	if (!owner) throw new Error(`Sample ${sample.externalId}: "${sample.organisation}" is no sample organisation.`);
	const parsed = parseContent(sampleContent(sample));
	if ('errors' in parsed) throw new Error(`Sample ${sample.externalId}: ${JSON.stringify(parsed.errors)}`);
	const rows = await tx
		.insert(listing)
		.values({
			kind: sample.kind,
			organisationId: owner.id,
			centreId: owner.centreId,
			externalId: sample.externalId,
			source: 'sample',
			reference: sql`nextval('listing_reference')`,
			changeNumber: sql`nextval('listing_change')`,
			createdAt: publishedAt,
		})
		.returning({ id: listing.id });
	const id = rows[0]!.id;
	const versions = await tx
		.insert(listingVersion)
		.values({ listingId: id, number: 1, ...parsed.content, createdAt: publishedAt })
		.returning({ id: listingVersion.id });
	await tx
		.update(listing)
		.set({
			state: 'published',
			publishedVersionId: versions[0]!.id,
			publishedAt,
			validUntil: dayAfterMonths(publishedAt, VALIDITY_MONTHS),
		})
		.where(eq(listing.id, id));
	const owners = await tx
		.select({ userId: membership.userId })
		.from(membership)
		.where(eq(membership.organisationId, owner.id));
	if (owners.length > 0)
		await tx.insert(listingContact).values(owners.map(({ userId }) => ({ listingId: id, userId })));
}
