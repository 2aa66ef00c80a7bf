import { CODE_MOST, digestOf, readSigns, SCANS_AT_ONCE, type DoorCounts, type Guest, type Inside, type Scan, type ScanAnswer, type TakenBack } from './check-in.ts';
import type { DoorStore, KeptScan } from './door-store.ts';

/** What a door asks the server for; anything but an answer is thrown. */
export interface DoorServer {
	people(): Promise<{ day: string; guests: Guest[]; inside: Inside[] }>;
	sync(report: { door: string; session: string | null; scans: Scan[]; takenBack: TakenBack[] }): Promise<{ answers: ScanAnswer[]; counts: DoorCounts }>;
}

/** The session ended, or the right was taken away: the person must sign in again; nothing kept is lost. */
export class DoorRefused extends Error {
	readonly status: number;
	constructor(status: number) {
		super(`The server refuses: ${status}`);
		this.status = status;
	}
}

export function doorServer(base: string): DoorServer {
	const asked = async (path: string, init?: RequestInit) => {
		const answer = await fetch(`${base}${path}`, { ...init, signal: AbortSignal.timeout(20_000) });
		if (answer.status === 401 || answer.status === 403 || answer.status === 404) throw new DoorRefused(answer.status);
		if (!answer.ok) throw new Error(`The server answers ${answer.status}`);
		return answer.json();
	};
	return {
		people: () => asked('/people'),
		sync: (report) => asked('/sync', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(report) }),
	};
}

/** The same day on this phone's clock. */
const sameDay = (a: string, b: string) => new Date(a).toDateString() === new Date(b).toDateString();

interface AtDoor {
	session: string | null;
	door: string;
	now: Date;
}

/**
 * Takes one scan at a door, with or without a network: says at once what is known here, and keeps it until the server has it. What
 * was scanned here a moment ago is the same scan, for a camera sees a badge many times.
 */
export async function takeScan(store: DoorStore, given: AtDoor & { code: string }): Promise<KeptScan> {
	const code = readSigns(given.code).slice(0, CODE_MOST);
	const digest = await digestOf(code);
	return keepScan(store, given, { code, digest, guest: await store.guest(digest), found: null });
}

/** Lets in somebody who has no badge, found by name; else as a scan of the badge. */
export const letInByName = (store: DoorStore, given: AtDoor & { guest: Guest }): Promise<KeptScan> => keepScan(store, given, { code: '', digest: given.guest.digest, guest: given.guest, found: given.guest.id });

async function keepScan(store: DoorStore, { session, door, now }: AtDoor, { code, digest, guest, found }: { code: string; digest: string; guest: Guest | undefined; found: string | null }): Promise<KeptScan> {
	const at = now.toISOString();
	const recent = (await store.scans()).find((scan) => scan.code === code && (scan.guest ?? null) === found && scan.session === session && !scan.takenBack && now.getTime() - Date.parse(scan.at) < 5000);
	if (recent) return recent;
	const before = await store.inside(digest, session);
	const isInside = before !== undefined && sameDay(before.at, at);
	const id = crypto.randomUUID();
	const said: ScanAnswer = { id, result: !guest ? 'unknown' : isInside ? 'again' : 'in', names: guest?.names ?? [], category: guest?.category ?? null, before: isInside ? { door: before.door, at: before.at } : null };
	const scan: KeptScan = { id, code, guest: found, door, at, session, said, answer: null };
	await store.keepScan(scan);
	if (said.result === 'in') await store.putInside({ scan: id, digest, session, door, at });
	return scan;
}

const digestOfScan = async (store: DoorStore, { code, guest }: KeptScan): Promise<string> => (guest ? ((await store.guests()).find(({ id }) => id === guest)?.digest ?? '') : digestOf(code));
const isOwed = ({ answer, takenBack }: KeptScan) => answer === null || takenBack?.sent === false;
/** What the server does not know yet. */
export const owedScans = (scans: readonly KeptScan[]): KeptScan[] => scans.filter(isOwed);

/** Takes back that a scan let somebody in, with or without a network: from now on the person is not in. */
export async function takeBackScan(store: DoorStore, scan: KeptScan, reason: string): Promise<void> {
	await store.changeScan(scan, (kept) => ({ ...kept, takenBack: { reason, sent: false } }));
	const inside = await store.inside(await digestOfScan(store, scan), scan.session);
	if (inside?.scan === scan.id) await store.dropInside(inside);
}

/**
 * Sends what was scanned or taken back and not sent yet, the oldest first; answers the counts, or nothing where there was nothing to
 * ask. What the network swallowed is sent again, and is one scan to the server.
 */
export async function sendScans(store: DoorStore, server: DoorServer, { door, session }: { door: string; session: string | null }): Promise<DoorCounts> {
	const kept = (await store.scans()).sort((a, b) => a.at.localeCompare(b.at));
	const waiting = kept.filter(({ answer }) => answer === null);
	const mistakes = kept.filter(({ takenBack }) => takenBack?.sent === false).slice(0, SCANS_AT_ONCE);
	let counts: DoorCounts | undefined;
	for (let from = 0; from === 0 || from < waiting.length; from += SCANS_AT_ONCE) {
		const some = waiting.slice(from, from + SCANS_AT_ONCE);
		// The server must have a scan before it is taken back.
		const isLast = from + SCANS_AT_ONCE >= waiting.length;
		const sent = await server.sync({
			door,
			session,
			scans: some.map(({ id, code, guest, door: at, at: moment, session: of }) => ({ id, code, guest: guest ?? null, door: at ?? door, at: moment, session: of })),
			takenBack: isLast ? mistakes.map(({ id, takenBack }) => ({ scan: id, reason: takenBack!.reason })) : [],
		});
		counts = sent.counts;
		const answers = new Map(sent.answers.map((answer) => [answer.id, answer]));
		for (const scan of await store.scans()) {
			const answer = answers.get(scan.id);
			const isTold = isLast && mistakes.some(({ id }) => id === scan.id);
			// It may be taken back while this is written.
			if (answer || isTold) await store.changeScan(scan, (now) => ({ ...now, ...(answer ? { answer } : {}), ...(isTold && now.takenBack ? { takenBack: { ...now.takenBack, sent: true } } : {}) }));
		}
	}
	return counts!;
}

/** Takes over who may come in and who is in; what was scanned or taken back here and the list does not know yet stays so. */
export async function refreshList(store: DoorStore, server: DoorServer): Promise<Guest[]> {
	const known = new Set((await store.scans()).filter((scan) => !isOwed(scan)).map(({ id }) => id));
	const { day, guests, inside } = await server.people();
	await store.replaceList(guests, inside, day);
	const digests = new Map(guests.map(({ id, digest }) => [id, digest]));
	for (const scan of await store.scans()) {
		if (scan.said.result !== 'in' || known.has(scan.id)) continue;
		const digest = scan.guest ? (digests.get(scan.guest) ?? '') : await digestOf(scan.code);
		if (digest === '') continue;
		const there = await store.inside(digest, scan.session);
		if (scan.takenBack && there?.scan === scan.id) await store.dropInside(there);
		if (!scan.takenBack && !there) await store.putInside({ scan: scan.id, digest, session: scan.session, door: scan.door, at: scan.at });
	}
	return guests;
}
