import { CODE_MOST, digestOf, readSigns, SCANS_AT_ONCE, type DoorCounts, type Guest, type Inside, type ScanAnswer } from './check-in.ts';
import type { DoorStore, KeptScan } from './door-store.ts';

/** What a door asks the server for; anything but an answer is thrown. */
export interface DoorServer {
	people(): Promise<{ day: string; guests: Guest[]; inside: Inside[] }>;
	sync(report: { door: string; session: string | null; scans: { id: string; code: string; at: string; session: string | null }[] }): Promise<{ answers: ScanAnswer[]; counts: DoorCounts }>;
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

/**
 * Takes one scan at a door, with or without a network: says at once what is known here, and keeps it until the server has it. What
 * was scanned here a moment ago is the same scan, for a camera sees a badge many times.
 */
export async function takeScan(store: DoorStore, given: { code: string; session: string | null; door: string; now: Date }): Promise<KeptScan> {
	const code = readSigns(given.code).slice(0, CODE_MOST);
	const at = given.now.toISOString();
	const recent = (await store.scans()).find((scan) => scan.code === code && scan.session === given.session && given.now.getTime() - Date.parse(scan.at) < 5000);
	if (recent) return recent;
	const digest = await digestOf(code);
	const guest = await store.guest(digest);
	const before = await store.inside(digest, given.session);
	const isInside = before !== undefined && sameDay(before.at, at);
	const id = crypto.randomUUID();
	const said: ScanAnswer = { id, result: !guest ? 'unknown' : isInside ? 'again' : 'in', names: guest?.names ?? [], category: guest?.category ?? null, before: isInside ? { door: before.door, at: before.at } : null };
	const scan: KeptScan = { id, code, at, session: given.session, said, answer: null };
	await store.keepScan(scan);
	if (said.result === 'in') await store.putInside({ digest, session: given.session, door: given.door, at });
	return scan;
}

/**
 * Sends what was scanned and not sent yet, the oldest first; answers the counts, or nothing where there was nothing to ask. What
 * the network swallowed is sent again, and is one scan to the server.
 */
export async function sendScans(store: DoorStore, server: DoorServer, { door, session }: { door: string; session: string | null }): Promise<DoorCounts> {
	const waiting = (await store.scans()).filter(({ answer }) => answer === null).sort((a, b) => a.at.localeCompare(b.at));
	let counts: DoorCounts | undefined;
	for (let from = 0; from === 0 || from < waiting.length; from += SCANS_AT_ONCE) {
		const some = waiting.slice(from, from + SCANS_AT_ONCE);
		const sent = await server.sync({ door, session, scans: some.map(({ id, code, at, session: of }) => ({ id, code, at, session: of })) });
		counts = sent.counts;
		const answers = new Map(sent.answers.map((answer) => [answer.id, answer]));
		for (const scan of some) if (answers.has(scan.id)) await store.keepScan({ ...scan, answer: answers.get(scan.id)! });
	}
	return counts!;
}

/** Takes over who may come in and who is in; what was scanned here meanwhile stays in. */
export async function refreshList(store: DoorStore, server: DoorServer): Promise<number> {
	const { day, guests, inside } = await server.people();
	await store.replaceList(guests, inside, day);
	for (const { code, session, said, at } of await store.scans()) {
		if (said.result !== 'in') continue;
		const digest = await digestOf(code);
		if (!(await store.inside(digest, session))) await store.putInside({ digest, session, door: (await store.setting('door')) ?? '', at });
	}
	return guests.length;
}
