import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RankText } from '../../src/lib/engines/matching/rank.ts';
import type { JudgedCollection } from './judged-collection.ts';

/**
 * The Cranfield collection: 1,400 abstracts of aeronautics, 225 questions. Gain = 5 - grade (1 is a complete answer); the
 * unexplained grade -1 is left out. Judgements number the questions by their position. Undefined where the data are absent.
 */
export function readCranfield(dataFolder: string): JudgedCollection | undefined {
	const folder = join(dataFolder, 'retrieval', 'cranfield');
	if (!existsSync(join(folder, 'cran.all.1400'))) return undefined;
	const documents = recordsOf(readFileSync(join(folder, 'cran.all.1400'), 'utf8')).map((record): RankText => ({
		id: record.get('I') ?? '',
		language: 'en',
		title: record.get('T') ?? '',
		// The abstracts open with their own title.
		text: (record.get('W') ?? '').slice((record.get('T') ?? '').length),
	}));
	const queries = recordsOf(readFileSync(join(folder, 'cran.qry'), 'utf8')).map((record, position): RankText => ({
		id: String(position + 1),
		language: 'en',
		text: record.get('W') ?? '',
	}));
	const gains = new Map<string, Map<string, number>>();
	for (const line of readFileSync(join(folder, 'cranqrel'), 'utf8').split('\n')) {
		const [query = '', document = '', grade = ''] = line.trim().split(/\s+/);
		if (!(Number(grade) >= 1)) continue;
		gains.set(query, (gains.get(query) ?? new Map<string, number>()).set(document, 5 - Number(grade)));
	}
	return { documents, queries: queries.filter(({ id }) => gains.has(id)), gains, onlyJudged: false };
}

/** The records of SMART's format: a line `.X` opens a section, `.I number` a record. */
function recordsOf(file: string): Map<string, string>[] {
	return file
		.split(/^\.I /m)
		.slice(1)
		.map((record) => {
			const [id = '', ...sections] = record.split(/^\.([A-Z])\s*$/m);
			const texts = new Map([['I', id.trim()]]);
			for (let i = 0; i + 1 < sections.length; i += 2) texts.set(sections[i]!, sections[i + 1]!.trim());
			return texts;
		});
}
