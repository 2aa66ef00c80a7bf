import { scheduleChanges, type MeetingChange } from '#lib/engines/meetings/schedule-changes.ts';
import type { RefusedRequest } from '#lib/engines/meetings/types.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { participantsOf } from '#lib/server/registration/registrations.ts';
import { checkBoard, isReasonedAnew, loadFacts, refusedOf, type BoardFacts, type LoadedFacts } from '../board/facts.ts';
import type { MeetingsContext } from '../context.ts';
import { eventAtDesk, readAtDesk } from '../frame/change-at-desk.ts';
import { absencesOf, acceptedRequests, frameOf, meetingTablesOf, standingMeetings } from '../frame/queries.ts';
import { deskPage } from '../frame/view-frame.ts';
import { wishOutcomes } from '../host/soft-wish.ts';
import { placesToChoose } from '../host/places-to-choose.ts';
import { partiesById } from '../live/queries.ts';
import { peopleOf, slotsOf } from '../queries.ts';
import { heldMeeting } from './compile-input.ts';
import { hostLimitsIn } from './host-limits.ts';
import { isPast } from './ground.ts';
import { previewOf } from './publish-schedule.ts';
import { countPlaced, placedIn, scheduleById, schedulesOf, type ScheduleRow } from './queries.ts';
import { isRun } from './schedule.ts';
import { previewTakingBack } from './take-back.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

/** A schedule as lists show it. */
const line = ({ id, number, state, options, seed, weight, bound, gap, figures, failure, madeAt, finishedAt, publishedAt }: ScheduleRow, meetings: number) => ({ id, number, state, scope: options.scope, seconds: options.seconds, frozenMinutes: options.frozenMinutes, from: options.from, part: options.part ?? null, boundBy: options.boundBy ?? null, phase: options.phase ?? null, stops: options.stop === true, steps: options.history?.length ?? 0, undoesRun: isRun(options.history?.[0]), seed, weight, bound, gap, figures, failure, meetings, madeAt, finishedAt, publishedAt });
type ScheduleLine = ReturnType<typeof line>;

/** What ids on a page are called: who meets by some requests, slots, tables, and people: those of the requests with `others`, whether or not they still come, or everybody who comes. */
export async function namesOn(tx: Transaction, eventId: string, requestIds: readonly string[], others?: readonly string[]) {
	const requests = await partiesById(tx, eventId, [...new Set(requestIds)]);
	const people = others ? [...(await peopleOf(tx, [...others, ...[...requests.values()].flat()])).values()] : await participantsOf(tx, eventId);
	return {
		people: Object.fromEntries(people.map(({ id, names, worksAt, country, languages }) => [id, { names, worksAt, country, languages }])),
		slots: Object.fromEntries((await slotsOf(tx, eventId)).map(({ id, startsAt, minutes, dayId }) => [id, { startsAt, minutes, dayId }])),
		tables: Object.fromEntries((await meetingTablesOf(tx, eventId)).map(({ id, label }) => [id, label])),
		requests: Object.fromEntries(requests),
	};
}
export type Names = Awaited<ReturnType<typeof namesOn>>;

/** All schedules of an event, the last first. Errors: not_found. */
export async function viewSchedules(context: Context, actor: Actor, eventId: string) {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await eventAtDesk(tx, actor, eventId, now);
		const schedules = (await schedulesOf(tx, eventId)).filter(({ options }) => !options.without);
		const placed = await countPlaced(tx, schedules.map(({ id }) => id));
		const standing = await standingMeetings(tx, eventId);
		return {
			...deskPage(actor, found),
			schedules: schedules.map((schedule) => line(schedule, placed.get(schedule.id) ?? 0)),
			places: await placesToChoose(tx, eventId),
			mode: (await frameOf(tx, eventId))?.mode ?? null,
			counts: { requests: (await acceptedRequests(tx, eventId)).length, slotsAhead: (await slotsOf(tx, eventId)).filter(({ startsAt }) => startsAt > now).length, standing: standing.filter((meeting) => !isPast(meeting, now)).length },
		};
	});
}

async function scheduleOn(tx: Transaction, eventId: string, id: string): Promise<ScheduleRow> {
	const schedule = await scheduleById(tx, id);
	if (schedule?.eventId !== eventId) throw new ExpectedError('not_found', 'No such schedule.');
	return schedule;
}

/**
 * One schedule: its figures and proof, what is refused and why, each person's idle gaps and table changes, and what publishing it would
 * change. With `other`, how the two differ. Errors: not_found.
 */
export async function viewSchedule(context: Context, actor: Actor, input: { eventId: string; id: string; other: string | null }) {
	return readAtDesk(context, actor, input.eventId, async (tx, found) => {
		const now = context.clock();
		const [schedule, frame] = [await scheduleOn(tx, input.eventId, input.id), await frameOf(tx, input.eventId)];
		if (!frame) throw new ExpectedError('not_found', 'The event has no meetings.');
		// While it is made there is nothing to look at but how far it is.
		const loaded = schedule.state === 'running' ? null : await loadFacts(tx, frame, schedule, now);
		const facts: BoardFacts = loaded ?? { input: { slots: [], participants: [], requests: [] }, meetings: [] };
		const check = checkBoard(facts, facts.meetings);
		const host = loaded && hostOf(loaded);
		const own = meetingsEach(facts);
		const compared = input.other === null ? null : await comparedWith(tx, schedule, input.other);
		const publishing = schedule.state === 'done' ? await previewOf(tx, frame, schedule, now) : null;
		// Of a large board that was changed by hand nobody has looked for the reasons yet.
		const refused = loaded && schedule.refused.length === 0 && !isReasonedAnew(facts) ? refusedOf(facts, facts.meetings) : schedule.refused;
		const named = [...refused.flatMap(({ request, detail }) => [request, ...(detail.instead ?? []), ...detail.remedies.flatMap((remedy) => (remedy.remedy === 'drop' ? remedy.requests : []))]), ...(compared?.changes ?? []).map(({ request }) => request), ...(publishing?.changes ?? []).map(({ request }) => request), ...(publishing?.late.heldBack ?? []), ...(publishing?.late.tooLate ?? []), ...(host?.wishes ?? []).flatMap(({ against }) => against)];
		const waiting = facts.input.participants.flatMap(({ id }) => {
			const [idle, changes] = [check.gapsOf.get(id) ?? 0, check.changesOf.get(id) ?? 0];
			return idle + changes > 0 ? [{ id, idle, changes, meetings: own.get(id) ?? 0 }] : [];
		});
		const people = [...waiting.map(({ id }) => id), ...check.violations.flatMap(({ who }) => who ?? []), ...refused.flatMap(({ detail }) => [...(detail.participants ?? []), ...(detail.taken ?? []).map(({ participant }) => participant), ...detail.remedies.flatMap((remedy) => ('participant' in remedy ? remedy.participant : []))]), ...(host?.wishes ?? []).flatMap(({ wish }) => ('personId' in wish ? wish.personId : [])), ...(schedule.options.part?.of === 'people' ? schedule.options.part.people : []), ...[...(compared?.changes ?? []), ...(publishing?.changes ?? [])].flatMap(interpretersOf)];
		return {
			...deskPage(actor, found),
			schedule: line(schedule, facts.meetings.filter(({ kept }) => !kept).length),
			others: (await schedulesOf(tx, input.eventId)).filter(({ id, state, options }) => id !== schedule.id && !options.without && state !== 'running' && state !== 'failed').map(({ id, number }) => ({ id, number })),
			refused,
			hostLimits: loaded ? hostLimitsIn(loaded.loaded.ground, refused) : [],
			/** Where the desk has marked somebody as away who is asked to be there. */
			marked: await marksAmong(tx, input.eventId, refused),
			violations: check.violations,
			waiting,
			compared,
			publishing,
			takingBack: await previewTakingBack(tx, frame, schedule, now),
			host,
			places: await placesToChoose(tx, input.eventId),
			names: await namesOn(tx, input.eventId, named, people),
		};
	});
}
export type ScheduleView = Awaited<ReturnType<typeof viewSchedule>>;

/** What became of what the host wants: how each soft wish is followed, which requests with a priority are held, how many are kept apart. */
function hostOf({ meetings, loaded: { ground, priorities } }: LoadedFacts) {
	const outcomes = new Map(wishOutcomes(ground, ground.wishes, meetings.map(heldMeeting)).map((outcome) => [outcome.id, outcome]));
	const held = new Set(meetings.map(({ requestId }) => requestId));
	const apart = ground.requests.filter(({ parties }) => ground.forbidden.some((pair) => pair.every((id) => parties.includes(id))));
	return {
		wishes: ground.wishes.map((wish) => ({ wish, ...outcomes.get(wish.id)! })),
		priorities: { of: priorities.size, held: [...priorities.keys()].filter((id) => held.has(id)).length, each: Object.fromEntries(priorities) },
		forbidden: { pairs: ground.forbidden.length, requests: apart.length },
	};
}

/** Who interprets a meeting before it changes, and after. */
const interpretersOf = (change: MeetingChange): string[] => [...('before' in change ? [change.before] : []), ...('after' in change ? [change.after] : [])].flatMap(({ interpreter }) => interpreter ?? []);

async function marksAmong(tx: Transaction, eventId: string, refused: readonly RefusedRequest[]): Promise<{ personId: string; slotId: string }[]> {
	const asked = new Set(refused.flatMap(({ detail }) => detail.remedies.flatMap((remedy) => (remedy.remedy === 'be-there' ? `${remedy.participant} ${remedy.slot}` : []))));
	if (asked.size === 0) return [];
	return (await absencesOf(tx, eventId)).filter(({ personId, slotId, byDesk }) => byDesk && asked.has(`${personId} ${slotId}`)).map(({ personId, slotId }) => ({ personId, slotId }));
}

/** How many meetings each person has on a board. */
function meetingsEach({ input, meetings }: Pick<BoardFacts, 'input' | 'meetings'>): Map<string, number> {
	const placed = new Set(meetings.map(({ requestId }) => requestId));
	const own = new Map<string, number>();
	for (const { id, participants } of input.requests) if (placed.has(id)) for (const who of participants) own.set(who, (own.get(who) ?? 0) + 1);
	return own;
}

/** How another schedule differs from this one, meeting by meeting. */
async function comparedWith(tx: Transaction, schedule: ScheduleRow, id: string): Promise<{ other: ScheduleLine; changes: MeetingChange[] }> {
	const other = await scheduleOn(tx, schedule.eventId, id);
	const [own, theirs] = [await placedIn(tx, schedule.id), await placedIn(tx, other.id)];
	return { other: line(other, theirs.length), changes: scheduleChanges(theirs.map(heldMeeting), own.map(heldMeeting)) };
}
