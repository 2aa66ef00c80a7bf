import type { DockingSide } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { DockingContext } from './context.ts';
import { insertDocking, insertDockingStep, insertParties, insertPeople, nextReference, organisationsOf, standingDocking, type DockingRow } from './queries.ts';
import { tellDocking } from './tell-docking.ts';

/** What a docking is opened with. */
export interface NewDocking {
	interestId?: string | null;
	pairId?: string | null;
	/** At least one of them. */
	offerListingId: string | null;
	needListingId: string | null;
	/** The public title of the listing asked about. */
	title: { text: string; language: Language };
	organisations: Record<DockingSide, string>;
	/** The contact people of each side. */
	people: Record<DockingSide, readonly string[]>;
	/** The side that speaks first. */
	ball: DockingSide;
	isSample?: boolean;
}

/**
 * Opens the record of a docking, in the transaction of what leads to it: an accepted interest, or a pair in which both sides are
 * interested. Where one of the same two organisations about the same listings stands already, its people are added to that.
 * Whoever calls has checked the right to it; the people and advisers are told.
 */
export async function openDocking(context: Pick<DockingContext, 'jobs' | 'baseUrl' | 'clock'>, tx: Transaction, actor: Actor, opening: NewDocking): Promise<DockingRow> {
	if (!opening.offerListingId && !opening.needListingId) throw new Error('A docking is about a listing.');
	return asActor(tx, operator('docking'), async (tx) => {
		const now = context.clock();
		const standing = await standingDocking(tx, opening);
		const row = standing ?? (await openNew(tx, actor, opening, now));
		await insertPeople(
			tx,
			(['offering', 'seeking'] as const).flatMap((side) => opening.people[side].map((personId) => ({ dockingId: row.id, personId, side, addedBy: actor.kind === 'member' ? actor.userId : null, addedAt: now, touchedAt: row.touchedAt }))),
		);
		await recordAudit(tx, { actor, action: standing ? 'docking.join' : 'docking.open', entity: 'docking', entityId: row.id, detail: { reference: row.reference, interestId: opening.interestId ?? null, pairId: opening.pairId ?? null } });
		await tellDocking(context, tx, row, 'opened', { except: actor });
		return row;
	});
}

async function openNew(tx: Transaction, actor: Actor, opening: NewDocking, now: Date): Promise<DockingRow> {
	const organisations = await organisationsOf(tx, Object.values(opening.organisations));
	const row = await insertDocking(tx, {
		reference: await nextReference(tx, now.getUTCFullYear()),
		interestId: opening.interestId ?? null,
		pairId: opening.pairId ?? null,
		offerListingId: opening.offerListingId,
		needListingId: opening.needListingId,
		title: opening.title.text,
		titleLanguage: opening.title.language,
		stateSince: now,
		ball: opening.ball,
		ballSince: now,
		nextStep: 'get_to_know',
		openedAt: now,
		touchedAt: now,
		isSample: opening.isSample ?? false,
	});
	const { state, furthest, ball, ballSince, openedAt, touchedAt } = row;
	await insertParties(
		tx,
		(['offering', 'seeking'] as const).map((side) => {
			const organisation = organisations.get(opening.organisations[side]);
			if (!organisation) throw new Error('A party of a docking is an organisation of the network.');
			return { dockingId: row.id, side, organisationId: organisation.id, called: organisation.names, country: organisation.country, centreId: organisation.centreId, state, furthest, ball, ballSince, openedAt, touchedAt };
		}),
	);
	const person = actor.kind === 'member' ? actor : null;
	await insertDockingStep(tx, { dockingId: row.id, event: 'open', state, ball, nextStep: row.nextStep, side: null, by: person?.userId ?? null, called: person?.name ?? '', at: now });
	return row;
}
