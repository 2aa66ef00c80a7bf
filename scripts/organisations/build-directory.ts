// Computes data/organisations/directory.tsv.br from the organisations of ROR in China and the ASEAN states:
// node scripts/organisations/build-directory.ts [path of organisations.jsonl]
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { parseDirectory } from '#lib/engines/organisations/parse-directory.ts';

interface Source {
	id: string;
	status: 'active' | 'inactive' | 'withdrawn';
	name: string;
	names: { value: string; lang: string | null; types: string[] }[];
	types: string[];
	country: string;
	city: string | null;
	lat: number | null;
	lng: number | null;
	website: string | null;
}

const root = join(import.meta.dirname, '..', '..');
const from = resolve(process.argv[2] ?? join(root, '..', 'shared', 'data', 'organisations', 'ror-cn-asean', 'organisations.jsonl'));
const to = join(root, 'data', 'organisations', 'directory.tsv.br');

const KINDS: [type: string, letter: string][] = [['education', 'u'], ['facility', 'i'], ['company', 'c'], ['healthcare', 'i'], ['government', 'g'], ['nonprofit', 'a'], ['archive', 'i']];
const clean = (text: string) => text.replace(/[\t\n\r]+/g, ' ').trim();

function host(website: string | null): string {
	if (!website || !URL.canParse(website)) return '';
	return new URL(website).hostname.replace(/^www\d?\./, '');
}

/** The display name first, then other labels, then aliases, then acronyms; each text once. */
function names(source: Source): string[] {
	const rank = (types: string[]) => (types.includes('ror_display') ? 0 : types.includes('label') ? 1 : types.includes('alias') ? 2 : 3);
	const seen = new Set<string>();
	return source.names
		.toSorted((a, b) => rank(a.types) - rank(b.types))
		.flatMap(({ value, lang, types }) => {
			const text = clean(value);
			if (text === '' || seen.has(text)) return [];
			seen.add(text);
			return [`${rank(types) === 3 ? '*' : (lang ?? '')}:${text}`];
		});
}

const sources = readFileSync(from, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Source);
const lines = sources
	.filter(({ status }) => status !== 'withdrawn')
	.toSorted((a, b) => (a.country + a.id < b.country + b.id ? -1 : 1))
	.map((source) => [
		source.id.replace('https://ror.org/', ''),
		KINDS.find(([type]) => source.types.includes(type))?.[1] ?? 'o',
		source.country,
		clean(source.city ?? ''),
		source.lat?.toFixed(3) ?? '',
		source.lng?.toFixed(3) ?? '',
		host(source.website),
		...names(source),
	].join('\t'));
const text = lines.join('\n') + '\n';
parseDirectory(text);
const packed = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text) } });
writeFileSync(to, packed);
process.stdout.write(`${lines.length} organisations, ${Math.round(packed.length / 1024)} kB in ${to}\n`);
