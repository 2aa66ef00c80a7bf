import { openState, type OpenState } from '#lib/centres/opening-hours.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cooperationCounts } from '#lib/server/directory/kept-figures.ts';
import { publishedListingIdsOfCentre } from '#lib/server/listings/queries.ts';
import { agenciesOfCentre, centreById } from '#lib/server/network/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { meetingsOf, plansOf } from './groups/queries.ts';
import { agenciesToEdit, agreementsOf, centreFor, contactOf, eventsOfCentre, eventsToChoose, figuresOf, hasWorkingGroup, membersOfCentre, openCentres, ownEventIds, staffOf } from './queries.ts';
import { centreRights } from './rules.ts';

const LISTINGS_SHOWN = 8;
const MEMBERS_SHOWN = 12;

type StaffRow = Awaited<ReturnType<typeof staffOf>>[number];
/** Those who agreed to be named, and how many serve the centre in all. */
const namedStaff = (staff: readonly StaffRow[]) => ({
	count: staff.length,
	named: staff.filter(({ shown }) => shown === true).map(({ name, position, languages, isSample }) => ({ name, position: position ?? [], languages: languages ?? [], isSample })),
});

/** What came of introductions at one centre: in all years, or in one. */
export function cooperationOf(counts: Awaited<ReturnType<typeof cooperationCounts>>, centreId: string, year?: number): { dockings: number; agreements: number } {
	const own = counts.filter((each) => each.centreId === centreId && (year === undefined || each.year === year));
	return { dockings: own.reduce((all, { dockings }) => all + dockings, 0), agreements: own.reduce((all, { agreements }) => all + agreements, 0) };
}

/** A centre's page for one reader. Errors: not_found. */
export async function viewCentre(db: Database, actor: Actor, id: string, now: Date) {
	const found = await centreFor(db, id);
	if (!found) throw new ExpectedError('not_found', 'No such centre.');
	const { row, forRules } = found;
	const [agencies, agreements, staff, events, members, listingIds, figures, cooperation, group, meetings, plans, successor] = await Promise.all([
		agenciesOfCentre(db, id),
		agreementsOf(db, id),
		staffOf(db, id),
		eventsOfCentre(db, id),
		membersOfCentre(db, id, MEMBERS_SHOWN),
		publishedListingIdsOfCentre(db, id, LISTINGS_SHOWN),
		figuresOf(db, id),
		cooperationCounts(db),
		hasWorkingGroup(db, id),
		meetingsOf(db, id),
		plansOf(db, id),
		row.successorId ? centreById(db, row.successorId) : undefined,
	]);
	const open: OpenState | null = row.timeZone && row.hours.length > 0 && !forRules.closed ? openState({ timeZone: row.timeZone, hours: row.hours, closedDays: row.closedDays }, now) : null;
	return {
		centre: row,
		rights: centreRights(actor, forRules),
		agencies: agencies.map(({ role, names, source, website, isSample }) => ({ role, names, source, website, isSample })),
		agreements: agreements.map(({ id: agreementId, kind, titles, signedOn, validUntil, place, parties, source, isSample }) => ({ id: agreementId, kind, titles, signedOn, validUntil, place, parties, source, isSample })),
		staff: namedStaff(staff),
		events,
		members,
		listingIds,
		figures: { ...figures, ...cooperationOf(cooperation, id), events: events.filter(({ state }) => state === 'published').length, meetings: meetings.filter(({ state }) => state === 'held').length },
		group: group ? { meetings: meetings.slice(0, 3).map(({ year, heldOn, state, isSample }) => ({ year, heldOn, state, isSample })), plan: plans.find(({ state }) => state === 'adopted')?.year ?? null } : null,
		open,
		successor: successor ? { id: successor.id, names: successor.names } : null,
	};
}

/** Everything that an officer edits. Errors: not_found (also for who may not edit it). */
export async function viewCentreInside(db: Database, actor: Actor, id: string, now: Date) {
	return asActor(db, actor, async (tx) => {
		const found = await centreFor(tx, id);
		const rights = found && centreRights(actor, found.forRules);
		if (!found || !(rights!.edit || rights!.close || rights!.reopen)) throw new ExpectedError('not_found', 'No such centre.');
		const [agencies, agreements, staff, contactEmail, group] = [await agenciesToEdit(tx, id), await agreementsOf(tx, id), await staffOf(tx, id), await contactOf(tx, id), await hasWorkingGroup(tx, id)];
		const own = await ownEventIds(tx, id);
		const year = new Date(now.getTime() - 366 * 86_400_000).toISOString().slice(0, 10);
		const events = await eventsOfCentre(tx, id);
		return {
			centre: found.row,
			rights: rights!,
			agencies,
			agreements,
			contactEmail,
			group,
			me: staff.find(({ userId }) => actor.kind === 'member' && userId === actor.userId) ?? null,
			officers: staff.length,
			ownEvents: events.filter((each) => own.includes(each.id)),
			otherEvents: (await eventsToChoose(tx, year)).filter(({ id: eventId }) => !events.some((each) => each.id === eventId)),
			openCentres: (await openCentres(tx)).filter((each) => each.id !== id),
		};
	});
}
