import { sendAlerts } from '#lib/server/alerts/send-alerts.ts';
import { openDatabase } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';

/** A process that writes a letter, and stays in the middle of it until it is killed: for the test of what such a process leaves. */
const [url = '', now = '', card = ''] = process.argv.slice(2);
const jobs: Jobs = {
	enqueue() {
		process.stdout.write('writing\n');
		return new Promise(() => setInterval(() => undefined, 1000));
	},
	stop: async () => undefined,
};
await sendAlerts({
	db: openDatabase(url).db,
	clock: () => new Date(now),
	jobs,
	baseUrl: 'https://mitra.example',
	secret: 'x',
	search: { answers: async (_request, among) => [...(among ?? [])], card: () => JSON.parse(card) as never },
});
