/**
 * Loads the real listings of ../shared/data into an installation of its own with `mitra import`: patents and awards as
 * offers, solicitation topics and calls as needs, Chinese abstracts as offers and Chinese needs as needs. The texts are for
 * measurement only; what the sources lack is filled with words that say so.
 *
 *   MITRA_DATA=/tmp/mitra-real node bench/load-real.ts [data folder]
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..');
const data = process.argv[2] ?? join(project, '..', 'shared', 'data');

interface Load {
	file: string;
	organisation: [slug: string, name: string, country: string, kind: string];
	kind: 'offer' | 'need';
	map: Record<string, string>;
	default?: Record<string, string>;
	area: string;
}

const OFFER = {
	benefitInFigures: 'Figures are not stated by the source.',
	advantages: 'Not stated by the source apart from the description.',
	exportControl: 'Not checked: loaded for measurement only.',
	cooperation: 'licence; technical-cooperation; joint-rd',
	'partner.kinds': 'company-11-49; company-50-249; company-250; institute',
};
const NEED = {
	cooperation: 'technical-cooperation; joint-rd',
	'partner.kinds': 'company-1-10; company-11-49; university; institute',
};

const LOADS: Load[] = [
	{
		file: 'listings/nasa-patents/patents.jsonl',
		organisation: ['nasa-technology-transfer', 'NASA Technology Transfer', 'US', 'government'],
		kind: 'offer',
		map: { title: 'Title', summary: 'Abstract', description: 'Abstract', externalId: 'Reference Number', keywords: 'Category' },
		default: { ...OFFER, trl: '5', 'ip.status': 'granted' },
		area: 'auto;space',
	},
	{
		file: 'listings/us-innovation-topics-and-awards/awards.jsonl',
		organisation: ['us-innovation-awards', 'Firms with US innovation awards', 'US', 'company'],
		kind: 'offer',
		map: { title: 'title', summary: 'abstract', description: 'abstract', externalId: 'award_id' },
		default: { ...OFFER, trl: '6', 'ip.status': 'secret-know-how' },
		area: 'auto;manufacturing',
	},
	{
		file: 'listings/chinese-science-abstracts/papers.jsonl',
		organisation: ['chinese-research-abstracts', '中文科技论文作者单位', 'CN', 'institute'],
		kind: 'offer',
		map: { title: 'title', summary: 'abstract', description: 'abstract', externalId: 'id', keywords: 'keywords' },
		default: {
			...OFFER,
			benefitInFigures: '来源未给出数据。',
			advantages: '除描述外，来源未说明。',
			exportControl: '未核查：仅用于测量。',
			trl: '4',
			'ip.status': 'none',
		},
		area: 'auto;manufacturing',
	},
	{
		file: 'listings/us-innovation-topics-and-awards/topics.jsonl',
		organisation: ['us-solicitation-topics', 'US agencies with innovation topics', 'US', 'government'],
		kind: 'need',
		map: { title: 'title', summary: 'description', description: 'description', sought: 'description', externalId: 'topic_id' },
		default: NEED,
		area: 'auto;manufacturing',
	},
	{
		file: 'listings/eu-calls/calls.jsonl',
		organisation: ['eu-funding-calls', 'European Union funding calls', 'BE', 'government'],
		kind: 'need',
		map: { title: 'title', summary: 'description', description: 'description', sought: 'description', externalId: 'reference', relevantDate: 'deadline' },
		default: NEED,
		area: 'auto;environment-energy',
	},
	{
		file: 'matching/technology-needs-zh/needs.jsonl',
		organisation: ['henan-technology-needs', '河南企业技术需求', 'CN', 'association'],
		kind: 'need',
		map: { title: 'title', summary: 'content', description: 'content', sought: 'content', externalId: 'rid' },
		default: NEED,
		area: 'auto;manufacturing',
	},
];

if (!process.env.MITRA_DATA && !process.env.DATABASE_URL) {
	console.error('Set MITRA_DATA to a folder of its own: these listings are for measurement, and belong in no real installation.');
	process.exit(2);
}
const began = performance.now();
for (const load of LOADS) {
	const file = join(data, load.file);
	if (!existsSync(file)) {
		console.log(`${load.file}: not there, left out`);
		continue;
	}
	const code = await mitraImport(file, load);
	// 3: imported, but some rows were bad; the sources have rows without a text.
	if (code !== 0 && code !== 3) process.exit(code ?? 1);
}
console.log(`All loads: ${((performance.now() - began) / 1000).toFixed(1)} s`);

function mitraImport(file: string, load: Load): Promise<number | null> {
	const [slug, name, country, kind] = load.organisation;
	const pairs = (option: string, values: Record<string, string>) =>
		Object.entries(values).flatMap(([field, value]) => [option, `${field}=${value}`]);
	const words = [
		...['import', file, '--organisation', slug, '--create-organisation', name, '--country', country, '--organisation-kind', kind],
		...['--kind', load.kind, '--area', load.area, '--no-suggest', '--cut', '--publish', '--source', load.file.split('/').at(-2)!],
		...pairs('--map', load.map),
		...pairs('--default', load.default ?? {}),
	];
	const child = spawn(process.execPath, [join(project, 'src', 'cli', 'main.ts'), ...words], { stdio: 'inherit' });
	return new Promise((resolve) => child.once('exit', resolve));
}
