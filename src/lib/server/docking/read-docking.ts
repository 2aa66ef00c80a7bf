import type { DockingPartyView } from '#lib/docking/types.ts';
import type { Ball, DockingSide, DockingStand, DockingState, NextStep, StopReason } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { advisersOf, centreNamesOf, contactPeopleOf, findDocking, namedListings, organisationsOf, stepsOf } from './queries.ts';
import { dockingRights, standOf, type DockingRight } from './rules.ts';

/** A docking as those see it who are in it. */
export interface DockingView {
	id: string;
	reference: string;
	title: string;
	titleLanguage: Language;
	state: DockingState;
	stateSince: Date;
	stop: { reason: StopReason; words: string; language: Language | null } | null;
	ball: Ball;
	ballSince: Date;
	nextStep: NextStep;
	version: number;
	openedAt: Date;
	interestId: string | null;
	/** The side on which the reader stands. */
	side: DockingStand;
	parties: Record<DockingSide, DockingPartyView>;
	listings: { id: string; reference: number; kind: 'offer' | 'need'; title: string; language: Language }[];
	may: Record<DockingRight, boolean>;
}

/** A docking for one who is in it. Errors: not_found, for a stranger and a missing one alike. */
export async function readDocking(db: Executor, actor: Actor, reference: string): Promise<DockingView> {
	return asActor(db, actor, async (tx) => {
		const found = await findDocking(tx, { reference });
		const side = found && standOf(actor, found.access);
		if (!found || !side) throw new ExpectedError('not_found', 'No such docking.');
		const { row, parties } = found;
		const centreIds = [parties.offering.centreId, parties.seeking.centreId];
		const contacts = await contactPeopleOf(tx, row.id);
		const advisers = await advisersOf(tx, centreIds);
		const centres = await centreNamesOf(tx, centreIds);
		const organisations = await organisationsOf(tx, [parties.offering, parties.seeking].flatMap(({ organisationId }) => organisationId ?? []));
		const listings = await namedListings(tx, [row.offerListingId, row.needListingId].flatMap((id) => id ?? []));
		const partyView = (of: DockingSide): DockingPartyView => {
			const { organisationId, called, country, centreId } = parties[of];
			const organisation = organisationId === null ? undefined : organisations.get(organisationId);
			return {
				side: of,
				organisationId,
				slug: organisation?.slug ?? null,
				names: organisation?.names ?? called,
				country,
				centreId,
				centreNames: centres.get(centreId) ?? [],
				people: contacts.filter((person) => person.side === of).map(({ id, name, email, role }) => ({ id, name, email, role })),
				advisers: advisers.filter((person) => person.centreId === centreId).map(({ id, name, email }) => ({ id, name, email })),
			};
		};
		return {
			id: row.id,
			reference: row.reference,
			title: row.title,
			titleLanguage: row.titleLanguage,
			state: row.state,
			stateSince: row.stateSince,
			stop: row.stopReason === null ? null : { reason: row.stopReason, words: row.stopWords, language: row.stopLanguage },
			ball: row.ball,
			ballSince: row.ballSince,
			nextStep: row.nextStep,
			version: row.version,
			openedAt: row.openedAt,
			interestId: row.interestId,
			side,
			parties: { offering: partyView('offering'), seeking: partyView('seeking') },
			listings: [...listings.values()].map(({ id, reference: number, kind, title, language }) => ({ id, reference: number, kind, title, language })),
			may: dockingRights(actor, found.access),
		};
	});
}

/** What has happened in a docking, newest first, for one who is in it; nothing for others. */
export async function readHistory(db: Executor, actor: Actor, id: string): Promise<{ id: number; event: string; ball: Ball; called: string; side: DockingStand | null; at: Date }[]> {
	return asActor(db, actor, async (tx) => (await stepsOf(tx, id)).map(({ id: step, event, ball, called, side, at }) => ({ id: step, event, ball, called, side, at })));
}
