import type { Actor } from '#lib/server/accounts/actor.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { dockingRules } from '#lib/server/docking/rules.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { acceptedOffer } from '#lib/server/terms/queries.ts';
import { agreementLines, agreementsOfDocking, waitingReviews, type AgreementLine, type LinesAfter } from './lists/queries.ts';

type Member = Extract<Actor, { kind: 'member' }>;
const PAGE = 30;

/** A page of the reader's agreements: of the own organisations, and of the centres that the reader serves. */
export async function ownAgreements(db: Database, actor: Member, after: LinesAfter | null): Promise<{ lines: AgreementLine[]; next: LinesAfter | null }> {
	return asActor(db, actor, async (tx) => {
		const lines = await agreementLines(tx, { organisations: [...actor.organisations.keys()], centres: [...actor.centres.keys()] }, after, PAGE + 1);
		const last = lines[PAGE - 1];
		return { lines: lines.slice(0, PAGE), next: lines.length > PAGE && last ? { touchedAt: last.touchedAt.toISOString(), id: last.id } : null };
	});
}

/** The agreements of a docking, and whether the reader may begin one. Errors: not_found. */
export async function viewDockingAgreements(db: Database, actor: Actor, reference: string) {
	return asActor(db, actor, async (tx) => {
		const docking = await findDocking(tx, { reference });
		if (!docking || !dockingRules.view(actor, docking.access)) throw new ExpectedError('not_found', 'No such docking.');
		const offer = await acceptedOffer(tx, docking.row.id);
		return { lines: await agreementsOfDocking(tx, docking.row.id), may: { begin: dockingRules.write(actor, docking.access) }, accepted: offer ? { number: offer.number, transfer: offer.terms.transfer } : null };
	});
}

/** What waits for the reader as a legal adviser. */
export async function reviewsWaiting(db: Database, actor: Member) {
	return asActor(db, actor, (tx) => waitingReviews(tx, actor.userId, [...actor.centres.keys()]));
}
