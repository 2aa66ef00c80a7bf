// npm run bench: every benchmark after the other, each against its peers in the same run.
// npm run bench -- search | match | audit | meetings | forum | startup | pages  runs one; npm run bench -- meetings --full, its longer form. Pages needs a server that runs (npm start).
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BENCHMARKS: Record<string, { title: string; file: string; parameters: string[] }[]> = {
	search: [
		{ title: 'Search at 15,000 real listings', file: 'search/latency.ts', parameters: ['--real'] },
		{ title: 'Search at 100,000 synthetic listings', file: 'search/latency.ts', parameters: ['--listings', '100000'] },
	],
	match: [{ title: 'Matching 10,000 needs with 100,000 offers', file: 'match.ts', parameters: ['--sample', '1000'] }],
	audit: [{ title: 'The audit log at 300,000 entries', file: 'audit/audit.ts', parameters: [] }],
	organisations: [{ title: 'Recognising organisations by name', file: 'organisations/main.ts', parameters: [] }],
	startup: [{ title: 'Start-up', file: 'startup/startup.ts', parameters: [] }],
	network: [{ title: 'A network of 100,000 members', file: 'network/main.ts', parameters: [] }],
	trading: [{ title: 'An auction with 500 bidders, 50 bids a second', file: 'trading/main.ts', parameters: [] }],
	docking: [{ title: '50,000 dockings and 500,000 messages', file: 'docking/main.ts', parameters: [] }],
	meetings: [{ title: 'Scheduling B2B meetings', file: 'meetings/main.ts', parameters: [] }],
	forum: [
		{ title: 'A thousand delegates open their agendas in a minute', file: 'forum/main.ts', parameters: [] },
		{ title: 'Steps on the board of a thousand people', file: 'forum/board.ts', parameters: [] },
	],
	pages: [{ title: 'Pages', file: 'pages/pages.ts', parameters: [] }],
};

// What begins with a dash goes on to the benchmark itself.
const passedOn = process.argv.slice(2).filter((word) => word.startsWith('-'));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = wanted.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
	process.stderr.write(`There is no benchmark "${unknown[0]}"; there are: ${Object.keys(BENCHMARKS).join(', ')}\n`);
	process.exit(2);
}
let failed = 0;
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHMARKS)) {
	for (const { title, file, parameters } of BENCHMARKS[name]!) {
		process.stdout.write(`\n## ${title}\n\n`);
		const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file), ...parameters, ...passedOn], { stdio: 'inherit' });
		if (status !== 0) failed++;
	}
}
process.exit(failed > 0 ? 1 : 0);
