import { WAITING_DAYS } from '#lib/my-data/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { copiesOf, listingsForData, organisationsForData, waitingErasures, withdrawnRecord, type CopyRow, type WithdrawableListing } from './queries.ts';
import { listingDataRules, organisationDataRules, personDataRules } from './rules.ts';

const LISTINGS_SHOWN = 100;

export interface CopyView extends Pick<CopyRow, 'id' | 'state' | 'partsDone' | 'partsTotal' | 'bytes'> {
	askedAt: string;
	expiresAt: string | null;
	fetchedAt: string | null;
	/** Whose data it is; null: the person's own. */
	names: LocalText[] | null;
}

export interface OrganisationData {
	id: string;
	slug: string;
	names: LocalText[];
	state: string;
	rights: Record<'copy' | 'withdraw' | 'comeBack' | 'erase', boolean>;
	otherOwners: number;
	others: number;
	listings: (WithdrawableListing & { mayWithdraw: boolean; mayErase: boolean })[];
	erasure: { dueAt: string } | null;
}

export interface MyData {
	name: string;
	copies: CopyView[];
	organisations: OrganisationData[];
	/** The person's own account waits to be erased. */
	erasure: { dueAt: string } | null;
	/** Organisations that would have no owner without this person. */
	soleOwnerOf: { id: string; names: LocalText[]; others: number }[];
	waitingDays: number;
}

/** Everything a person can do with her own data and that of the organisations that she owns. Errors: forbidden. */
export async function viewMyData(db: Database, actor: Actor): Promise<MyData> {
	if (actor.kind !== 'member' || !personDataRules.view(actor, actor)) throw new ExpectedError('forbidden', 'This page is the person’s own.');
	const organisations = await organisationsForData(db, [...actor.organisations.keys()], actor.userId);
	const owned = organisations.filter(({ id }) => actor.organisations.get(id) === 'owner');
	const writing = organisations.filter(({ id }) => actor.organisations.get(id) !== 'reader');
	const listings = await listingsForData(db, writing.map(({ id }) => id), LISTINGS_SHOWN);
	const copies = await asActor(db, actor, (tx) => copiesOf(tx, actor.userId));
	const erasures = await waitingErasures(db, actor.userId, organisations.map(({ id }) => id));
	const erasureOf = (organisationId: string | null) => {
		const found = erasures.find((each) => each.organisationId === organisationId);
		return found ? { dueAt: found.dueAt.toISOString() } : null;
	};
	return {
		name: actor.name,
		copies: copies.map(({ id, state, partsDone, partsTotal, bytes, askedAt, expiresAt, fetchedAt, organisationId }) => ({
			id, state, partsDone, partsTotal, bytes,
			askedAt: askedAt.toISOString(),
			expiresAt: expiresAt?.toISOString() ?? null,
			fetchedAt: fetchedAt?.toISOString() ?? null,
			names: organisationId ? (organisations.find((each) => each.id === organisationId)?.names ?? []) : null,
		})),
		organisations: organisations.map((organisation) => ({
			id: organisation.id,
			slug: organisation.slug,
			names: organisation.names,
			state: organisation.state,
			rights: {
				copy: organisationDataRules.copy(actor, organisation),
				withdraw: organisationDataRules.withdraw(actor, organisation),
				comeBack: organisationDataRules.comeBack(actor, organisation),
				erase: organisationDataRules.erase(actor, organisation),
			},
			otherOwners: organisation.otherOwners,
			others: organisation.others,
			listings: listings
				.filter(({ organisationId }) => organisationId === organisation.id)
				.map((listing) => ({ ...listing, mayWithdraw: listingDataRules.withdraw(actor, listing), mayErase: listingDataRules.erase(actor, listing) })),
			erasure: erasureOf(organisation.id),
		})),
		erasure: erasureOf(null),
		soleOwnerOf: owned.filter(({ otherOwners, state }) => otherOwners === 0 && state !== 'merged').map(({ id, names, others }) => ({ id, names, others })),
		waitingDays: WAITING_DAYS,
	};
}

/** What a signed-in person is told on every page of the desk: what of hers waits to be erased, and when. */
export async function waitingNotice(db: Database, actor: Actor): Promise<{ account: string | null; organisations: number } | null> {
	if (actor.kind !== 'member') return null;
	const waiting = await waitingErasures(db, actor.userId, [...actor.organisations.keys()]);
	if (waiting.length === 0) return null;
	return { account: waiting.find(({ userId }) => userId !== null)?.dueAt.toISOString() ?? null, organisations: waiting.filter(({ organisationId }) => organisationId !== null).length };
}

/** The entry that the network keeps of something that was taken out. Errors: not_found. */
export async function viewWithdrawn(db: Database, key: string) {
	const record = await withdrawnRecord(db, /^\d{1,9}$/.test(key) ? { reference: Number(key) } : { slug: key });
	if (!record) throw new ExpectedError('not_found', 'Nothing of this name was withdrawn.');
	return record;
}
