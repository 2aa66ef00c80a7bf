import { DOCKING_OR_TRAINING, DOCKING_OR_TRAINING_LEAST, PLAN_ITEM_STATES } from '#lib/centres/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { publicRegister } from '#lib/server/agreements/public-register.ts';
import { cooperationCounts } from '#lib/server/directory/kept-figures.ts';
import { centreById } from '#lib/server/network/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Database, Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { agreementsOf, eventsOfCentre, eventsToChoose, figuresOfYear } from '../queries.ts';
import { groupRights, groupRules, readsMinutes, sideOf } from '../rules.ts';
import { cooperationOf } from '../view-centre.ts';
import { groupAudit } from './edit-meeting.ts';
import { actionsOf, agendaOf, countsOf, decisionsOf, groupFor, meetingOf, meetingsOf, minutesOf, minutesTextOf, participantsOf, peopleOfGroup, planItemsOf, planOf, plansOf, type FoundGroup, type MeetingRow } from './queries.ts';

/** The page of a working group: its years. Errors: not_found. */
export async function viewGroup(db: Database, actor: Actor, centreId: string, now: Date) {
	const found = await groupFor(db, centreId);
	const centre = await centreById(db, centreId);
	if (!found || !centre) throw new ExpectedError('not_found', 'No such working group.');
	const rights = groupRights(actor, found.forRules);
	const today = now.toISOString().slice(0, 10);
	const [meetings, plans] = [await meetingsOf(db, centreId), await plansOf(db, centreId)];
	const years = [...new Set([...meetings.map(({ year }) => year), ...plans.map(({ year }) => year)])].sort((a, b) => b - a);
	return {
		group: found.row,
		centre: { id: centre.id, names: centre.names, country: centre.country, closedOn: centre.closedOn, memorandum: centre.memorandum },
		rights,
		years: await Promise.all(
			years.map(async (year) => {
				const meeting = meetings.find((each) => each.year === year);
				const plan = plans.find((each) => each.year === year);
				return {
					year,
					meeting: meeting ? { state: meeting.state, heldOn: meeting.heldOn, place: meeting.place, country: meeting.country, isSample: meeting.isSample } : null,
					plan: plan && (plan.state === 'adopted' || rights.viewDraftPlan) ? { state: plan.state, isSample: plan.isSample } : null,
					counts: (await countsOf(db, centreId, year, today)) ?? null,
				};
			}),
		),
		next: Math.max(now.getUTCFullYear(), (years[0] ?? 0) + 1),
	};
}

/**
 * One year of a working group, counted from its records, for one reader: the meeting, what the reader may read of its minutes,
 * actions, the work plan with what fulfils it. Opening minutes that are not published is on record. Errors: not_found.
 */
export async function viewYear(db: Database, actor: Actor, centreId: string, year: number, now: Date) {
	const { dockings, agreements: memberAgreements } = cooperationOf(await cooperationCounts(db), centreId, year);
	return asActor(db, actor, async (tx) => {
		const found = await groupFor(tx, centreId);
		const centre = await centreById(tx, centreId);
		const [meeting, plan] = [await meetingOf(tx, centreId, year), await planOf(tx, centreId, year)];
		if (!found || !centre || (!meeting && !plan)) throw new ExpectedError('not_found', 'No such year of this working group.');
		const rights = groupRights(actor, found.forRules);
		const today = now.toISOString().slice(0, 10);
		const showsPlan = plan && (plan.state === 'adopted' || rights.viewDraftPlan);
		if (!meeting && !showsPlan) throw new ExpectedError('not_found', 'No such year of this working group.');
		const items = showsPlan ? await planItemsOf(tx, centreId, year) : [];
		const agreements = await agreementsOf(tx, centreId);
		const events = (await eventsOfCentre(tx, centreId)).filter(({ startsOn }) => startsOn.startsWith(String(year)));
		const standing = events.filter(({ state }) => state === 'published');
		const counting = standing.filter(({ kind }) => (DOCKING_OR_TRAINING as readonly string[]).includes(kind));
		return {
			group: found.row,
			centre: { id: centre.id, names: centre.names, country: centre.country, closedOn: centre.closedOn },
			year,
			today,
			rights,
			side: sideOf(actor, found.forRules) ?? null,
			meeting: meeting ? await meetingFor(tx, actor, found, meeting, today) : null,
			plan: showsPlan ? { state: plan.state, version: plan.version, chinaAt: plan.chinaAt, partnerAt: plan.partnerAt, isSample: plan.isSample, items } : null,
			report: {
				itemStates: Object.fromEntries(PLAN_ITEM_STATES.map((state) => [state, items.filter((item) => item.state === state).length])) as Record<(typeof PLAN_ITEM_STATES)[number], number>,
				linked: items.filter(({ links }) => links.length > 0).length,
				events: standing.length,
				docking: { count: counting.filter(({ endsOn }) => endsOn < today).length, planned: counting.filter(({ endsOn }) => endsOn >= today).length, least: DOCKING_OR_TRAINING_LEAST },
				agreements: agreements.filter(({ signedOn }) => signedOn?.startsWith(String(year))).length,
				...(await figuresOfYear(tx, centreId, year)),
				dockings,
				memberAgreements,
			},
			events,
		};
	});
}

async function meetingFor(tx: Transaction, actor: Actor, { forRules }: FoundGroup, meeting: MeetingRow, today: string) {
	const minutes = await minutesOf(tx, meeting.id);
	const reads = readsMinutes(actor, forRules, minutes?.state ?? null);
	const [agenda, participants, counts] = [await agendaOf(tx, meeting.id), await participantsOf(tx, meeting.id), await countsOf(tx, meeting.centreId, meeting.year, today)];
	const texts = reads && minutes ? await minutesTextOf(tx, meeting.id) : [];
	if (reads && minutes && minutes.state !== 'published' && texts.length > 0)
		await recordAudit(tx, groupAudit(actor, 'read-guarded', { centreId: meeting.centreId, year: meeting.year }, { detail: { sections: ['minutes'] } }));
	const inside = groupRules.viewInside(actor, forRules);
	return {
		...meeting,
		agenda,
		// Only those who agreed to be named leave the group.
		participants: participants.filter(({ shown }) => shown || inside),
		counts: counts!,
		minutes: minutes ? { state: minutes.state, version: minutes.version, chinaAt: minutes.chinaAt, partnerAt: minutes.partnerAt, chinaPublish: minutes.chinaPublish, partnerPublish: minutes.partnerPublish, texts } : null,
		reads,
		decisions: reads ? await decisionsOf(tx, meeting.id) : [],
		actions: reads ? (await actionsOf(tx, meeting.id)).map(({ ownerName, ownerId, ...action }) => ({ ...action, ownerId: inside ? ownerId : null, ownerName: inside ? ownerName : null, overdue: action.state === 'open' && action.dueOn < today })) : [],
	};
}

/** What an officer needs to edit a year. Errors: not_found (also for who is of neither side). */
export async function viewYearInside(db: Database, actor: Actor, centreId: string, year: number, now: Date) {
	const found = await groupFor(db, centreId);
	if (!found || !groupRules.editMeeting(actor, found.forRules)) throw new ExpectedError('not_found', 'No such working group.');
	const view = await viewYear(db, actor, centreId, year, now);
	return {
		...view,
		people: (await peopleOfGroup(db, centreId)).map(({ id, name, centreId: of }) => ({ id, name, side: of === centreId ? ('partner' as const) : ('china' as const) })),
		events: await eventsToChoose(db, `${year - 1}-12-31`),
		agreements: (await agreementsOf(db, centreId)).map(({ id, titles, signedOn }) => ({ id, titles, signedOn })),
		register: (await publicRegister(db, { kind: null, area: null, year, country: view.centre.country, below: null })).entries.filter(({ countries }) => countries!.includes('CN')).map(({ number, titles, kind, signedOn }) => ({ number, titles, kind, signedOn })),
	};
}
