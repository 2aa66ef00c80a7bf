// The minute in which the schedule is published: 1,000 delegates open their agendas, each with a calendar, through the web server.
// node bench/forum/main.ts [--people 1000] [--port 4797]
// Makes a data folder of its own in the system's temporary folder, loads a forum into it through SQL, starts Mitra on it as it
// is built, everybody signed in by sessions in the database. Evenly over a minute, then all within twenty seconds. A page is
// timed from the moment it was due, so that one that had to wait counts as slow; each must show the meetings that person has.
// Named peer: one query of an agenda in the same database at the same rates, with no rights, no page and no web server.
import { parseArgs } from 'node:util';
import { readHolder } from '#lib/server/platform/data-folder-lock.ts';
import { openDatabase } from '#lib/server/platform/database.ts';
import { ensureSecret } from '#lib/server/platform/secret.ts';
import { filled, inOwnFolder, whileServed } from '../own-server.ts';
import { loadMembers } from '../network/synthetic.ts';
import { pace } from '../trading/pace.ts';
import { EVENT, loadForum, type Delegate } from './load-forum.ts';

const { values } = parseArgs({ options: { people: { type: 'string', default: '1000' }, port: { type: 'string', default: '4797' } } });
const people = Number(values.people);
const base = `http://127.0.0.1:${values.port}`;

async function load(dataFolder: string): Promise<Delegate[]> {
	return filled(dataFolder, true, async (client) => {
		await loadMembers(client, people, 'bench husk drier 2026', []);
		return await loadForum(client, people, await ensureSecret(dataFolder));
	});
}

async function open(path: string, { cookie }: Delegate): Promise<string> {
	const response = await fetch(`${base}/events/${EVENT}/meetings${path}`, { headers: { cookie }, redirect: 'manual' });
	const text = await response.text();
	if (response.status !== 200) throw new Error(`${path || 'The agenda'} answered ${response.status}.`);
	return text;
}

const line = (name: string, cells: readonly string[]) => console.log(`${name.padEnd(44)}${cells.map((cell) => cell.padStart(10)).join('')}`);
function row(name: string, times: readonly number[]): number {
	const sorted = [...times].sort((a, b) => a - b);
	const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
	line(name, [at(0.5), at(0.95), at(0.99), at(1)].map((time) => time.toFixed(1)).concat(String(sorted.length)));
	return at(0.95);
}

/** Everybody opens the agenda and takes the calendar, at an even rate. */
async function opening(delegates: readonly Delegate[], seconds: number): Promise<{ agendas: number[]; calendars: number[] }> {
	const [agendas, calendars]: [number[], number[]] = [[], []];
	await pace(delegates.length / seconds, seconds, async (index, due) => {
		const delegate = delegates[index]!;
		const page = await open('', delegate);
		agendas.push(performance.now() - due);
		const shown = page.match(/<time[ >]/g)?.length ?? 0;
		const asked = performance.now();
		const calendar = await open('/agenda.ics', delegate);
		calendars.push(performance.now() - asked);
		const entries = calendar.match(/^BEGIN:VEVENT/gm)?.length ?? 0;
		if (shown < delegate.meetings || entries !== delegate.meetings) throw new Error(`Delegate ${index} has ${delegate.meetings} meetings; the page shows ${shown}, the calendar ${entries}.`);
	});
	return { agendas, calendars };
}

const BARE = `select m.starts_at, t.label, o.names, o.works_at from meeting_attendee a join event_meeting m on m.id = a.meeting_id left join event_table t on t.id = m.table_id
	join meeting_attendee b on b.meeting_id = m.id and b.registration_id <> a.registration_id join event_registration o on o.id = b.registration_id
	where a.registration_id = (select id from event_registration where event_id = $1 and person_id = $2) order by m.starts_at`;
async function bareQueries(url: string, seconds: number): Promise<number[]> {
	const { pool, close } = openDatabase(url, { connections: 10, statementTimeout: 0 });
	const times: number[] = [];
	try {
		await pace(people / seconds, seconds, async (index, due) => {
			await pool.query({ name: 'agenda', text: BARE, values: [EVENT, `forum-${index}`] });
			times.push(performance.now() - due);
		});
		return times;
	} finally {
		await close();
	}
}

async function serve(dataFolder: string, delegates: readonly Delegate[]): Promise<void> {
	await whileServed(dataFolder, values.port, async () => {
		// A server that has been up for a while.
		for (let each = 0; each < 60; each++) await open('', delegates[each % delegates.length]!);
		for (const seconds of [60, 20]) {
			const { agendas, calendars } = await opening(delegates, seconds);
			const bare = await bareQueries(readHolder(dataFolder)!.databaseUrl!, seconds);
			line(`\n${people} agendas in ${seconds} s`, ['p50 ms', 'p95 ms', 'p99 ms', 'most', 'count']);
			const page = row('the agenda, until it is there', agendas);
			row('its calendar', calendars);
			console.log(`the agenda's p95 is ${(page / row('the bare query of the database', bare)).toFixed(1)} x that of the bare query`);
		}
	});
}

await inOwnFolder('forum', async (dataFolder) => {
	await serve(dataFolder, await load(dataFolder));
});
