import type { Actor } from '#lib/server/accounts/actor.ts';
import { CODE_MOST, SCAN_BELIEVED_DAYS, SCANS_AT_ONCE, TAKEN_BACK_REASON_MOST, type DoorCounts, type Scan, type ScanAnswer, type TakenBack } from '#lib/registration/check-in.ts';
import { dayIn } from '#lib/rooms/zoned-time.ts';
import { gone, personOf } from '#lib/server/events/change-event.ts';
import { isUuid } from '#lib/server/events/input.ts';
import { sessionsOf } from '#lib/server/events/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { readBadgeCode } from '../codes.ts';
import type { RegistrationContext } from '../context.ts';
import { registrationsById } from '../queries.ts';
import { frameRules } from '../rules.ts';
import { workAtDoor } from './at-door.ts';
import { doorCounts, insertScan, letIn, registrationsByBadge, scanById, type NewScan, type ScanRow } from './queries.ts';
import { takeBack } from './take-back.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock' | 'secret'>;
interface DoorReport {
	door: string;
	/** Of which the counts are asked: a session's, or the event's. */
	session: string | null;
	scans: Scan[];
	takenBack: TakenBack[];
}

/** What a phone sent. Errors: invalid_input. */
export function doorReport(sent: unknown): DoorReport {
	const bad = (field: string) => new ExpectedError('invalid_input', 'A scan is not as it should be.', { field, detail: { code: 'not_allowed' } });
	const text = (value: unknown, most: number) => (typeof value === 'string' && value.trim() !== '' && value.length <= most ? value.trim() : undefined);
	const { door, session, scans, takenBack = [] } = (sent ?? {}) as Record<string, unknown>;
	const isSession = (value: unknown): value is string | null => value === null || (typeof value === 'string' && isUuid(value));
	const name = text(door, 60);
	if (!name) throw bad('door');
	if (!isSession(session)) throw bad('session');
	if (!Array.isArray(scans) || scans.length > SCANS_AT_ONCE) throw bad('scans');
	if (!Array.isArray(takenBack) || takenBack.length > SCANS_AT_ONCE) throw bad('takenBack');
	return {
		door: name,
		session,
		scans: scans.map((each: Record<string, unknown> | null, index) => {
			// A page that a phone has kept since earlier names neither guest nor door.
			const { id, code, guest = null, at, session: of, door: own = name } = each ?? {};
			const [scanId, shown, moment, called] = [text(id, 36), guest === null ? text(code, CODE_MOST) : '', text(at, 40), text(own, 60)];
			if (!scanId || !isUuid(scanId) || shown === undefined || !moment || Number.isNaN(Date.parse(moment)) || !isSession(of) || !called || !(guest === null || (typeof guest === 'string' && isUuid(guest)))) throw bad(`scans.${index}`);
			return { id: scanId, code: shown, guest, door: called, at: moment, session: of };
		}),
		takenBack: takenBack.map((each: Record<string, unknown> | null, index) => {
			const [scan, reason] = [text(each?.['scan'], 36), text(each?.['reason'], TAKEN_BACK_REASON_MOST)];
			if (!scan || !isUuid(scan) || !reason) throw bad(`takenBack.${index}`);
			return { scan, reason };
		}),
	};
}

/**
 * Takes in what a phone scanned at a door. Each scan is taken once: sent again, it gets the same answer. Of several doors, the one
 * whose scan comes here first lets the person in, and the others are told where and when. Scans whose session is no more are of
 * the event, and what a helper scans after the last day lets nobody in. Afterwards, entries that were a mistake are taken back. Errors:
 * not_found, forbidden.
 */
export async function takeScans(context: Context, actor: Actor, eventId: string, report: DoorReport): Promise<{ answers: ScanAnswer[]; counts: DoorCounts }> {
	const secret = await context.secret();
	return workAtDoor(context, actor, eventId, async (tx, found, now) => {
		const sessions = new Set((await sessionsOf(tx, eventId)).map(({ id }) => id));
		const drawn = new Map(report.scans.map(({ code }) => [code, readBadgeCode(secret, eventId, code)]));
		const byBadge = new Map((await registrationsByBadge(tx, eventId, [...drawn.values()].filter((each) => each !== undefined))).map((each) => [each.badge, each]));
		const byId = new Map((await registrationsById(tx, eventId, report.scans.flatMap(({ guest }) => guest ?? []))).map((each) => [each.id, each]));
		const answers = new Map<string, ScanAnswer>();
		// In one order at every door, so that no two wait for each other.
		const inOrder = report.scans.map((scan) => ({ scan, person: scan.guest ? byId.get(scan.guest) : byBadge.get(drawn.get(scan.code) ?? null) })).sort((a, b) => (a.person?.id ?? '').localeCompare(b.person?.id ?? '') || a.scan.at.localeCompare(b.scan.at));
		const organises = frameRules.organise(actor, found.forRules);
		let taken = 0;
		for (const { scan, person } of inOrder) {
			const at = momentOf(scan, now);
			const row = { id: scan.id, eventId, sessionId: scan.session && sessions.has(scan.session) ? scan.session : null, day: dayIn(found.row.timeZone, at), door: scan.door, scannedAt: at, receivedAt: now, scannedBy: personOf(actor), byName: scan.guest !== null };
			const { answer, isNew } = await takeScan(tx, row, organises || row.day <= found.row.endsOn ? person : undefined);
			answers.set(scan.id, answer);
			if (isNew) taken++;
		}
		if (taken > 0) await recordAudit(tx, { actor, action: 'registration.check-in', entity: 'event', entityId: eventId, detail: { doors: [...new Set(report.scans.map(({ door }) => door))], scans: taken }, about: { centreId: found.row.centreId } });
		for (const mistake of report.takenBack) await takeBack(tx, actor, found, { ...mistake, now });
		const session = report.session !== null && sessions.has(report.session) ? report.session : null;
		return { answers: report.scans.map(({ id }) => answers.get(id)!), counts: await doorCounts(tx, eventId, dayIn(found.row.timeZone, now), session) };
	});
}

/** Lets one person in at the desk, by the registration; said as a door says it. Errors: not_found, forbidden. */
export async function letInAtDesk(context: Context, actor: Actor, eventId: string, { id, door }: { id: string | null; door: string }): Promise<ScanAnswer['result']> {
	if (id === null) throw gone('registration');
	const scan = { id: crypto.randomUUID(), code: '', guest: id, door, at: context.clock().toISOString(), session: null };
	const { answers } = await takeScans(context, actor, eventId, { door, session: null, scans: [scan], takenBack: [] });
	return answers[0]!.result;
}

/** A phone whose clock runs ahead scans no later than it is here; one that lags longer than is believed scans now. */
function momentOf(scan: Scan, now: Date): Date {
	const said = Date.parse(scan.at);
	return said > now.getTime() || said < now.getTime() - SCAN_BELIEVED_DAYS * 86_400_000 ? now : new Date(said);
}

type Person = Awaited<ReturnType<typeof registrationsByBadge>>[number];

async function takeScan(tx: Transaction, row: Omit<NewScan, 'result' | 'registrationId'>, person: Person | undefined): Promise<{ answer: ScanAnswer; isNew: boolean }> {
	const answer = async (result: ScanAnswer['result'], who: Pick<Person, 'id' | 'names' | 'category'> | undefined, day = row.day, sessionId = row.sessionId ?? null): Promise<ScanAnswer> => {
		const before = result === 'again' && who ? await letIn(tx, { registrationId: who.id, day, sessionId }) : undefined;
		return { id: row.id, result, names: who?.names ?? [], category: who?.category ?? null, before: before ? { door: before.door, at: before.scannedAt.toISOString() } : null };
	};
	const asKnown = async (known: ScanRow) => {
		const [who] = known.registrationId ? await registrationsById(tx, row.eventId, [known.registrationId]) : [];
		return { answer: await answer(known.result, who, known.day, known.sessionId), isNew: false };
	};
	const known = await scanById(tx, row.eventId, row.id);
	if (known) return asKnown(known);
	const result = !person ? 'unknown' : person.state === 'approved' ? 'in' : 'not-approved';
	if (await insertScan(tx, { ...row, registrationId: person?.id ?? null, result })) return { answer: await answer(result, person), isNew: true };
	// The same scan came twice at once, or another door was first; else its id is that of a scan elsewhere, which is nobody's here.
	const meanwhile = await scanById(tx, row.eventId, row.id);
	if (meanwhile) return asKnown(meanwhile);
	if (result !== 'in' || !(await insertScan(tx, { ...row, registrationId: person!.id, result: 'again' }))) throw new ExpectedError('conflict', 'The id of this scan is taken.');
	return { answer: await answer('again', person), isNew: true };
}
