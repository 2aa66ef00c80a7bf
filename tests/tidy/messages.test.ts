import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/lib/engines/text/language.ts';
import { projectFolder, sourceFiles } from './source-files.ts';

const folder = join(projectFolder, 'messages');
const parts = readdirSync(folder);

function messages(part: string, language: string): Record<string, string> {
	const path = join(folder, part, `${language}.json`);
	if (!existsSync(path)) return {};
	const { $schema: _schema, ...all } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
	return all;
}

const placeholders = (text: string) => [...text.matchAll(/\{([a-zA-Z]+)\}/g)].map((match) => match[1]).sort();

describe.each(parts)('messages/%s', (part) => {
	const english = messages(part, 'en');

	test('Chinese is complete', () => {
		expect(Object.keys(messages(part, 'zh')).sort()).toEqual(Object.keys(english).sort());
	});

	test.each(LANGUAGES.filter((language) => language !== 'en'))('%s has no message that English lacks, and the same placeholders', (language) => {
		for (const [key, text] of Object.entries(messages(part, language))) {
			expect(english, key).toHaveProperty(key);
			expect(placeholders(text), key).toEqual(placeholders(english[key]!));
			expect(text.trim(), key).not.toBe('');
		}
	});
});

test('no key stands in two parts: the compiler never ends on it', () => {
	const keys = parts.flatMap((part) => Object.keys(messages(part, 'en')));
	expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('every message that code names exists', () => {
	const known = new Set(parts.flatMap((part) => Object.keys(messages(part, 'en'))));
	// Elsewhere `m` may be a table's short name in SQL.
	const naming = sourceFiles('src', ['.ts', '.svelte']).filter(({ text }) => text.includes('paraglide/messages.js'));
	const sources = naming.map(({ text }) => text).join('\n');
	const missing = [...sources.matchAll(/\bm\.([a-z][a-z0-9_]+)\b/g)].map((match) => match[1]!).filter((key) => !known.has(key));
	expect([...new Set(missing)]).toEqual([]);
});

test('no sentence of the interface stands in a component', () => {
	const found = sourceFiles('src', ['.svelte']).flatMap(({ path, text }) => {
		const markup = text
			.replace(/<script[\s\S]*?<\/script>/g, '')
			.replace(/<style[\s\S]*?<\/style>/g, '')
			.replace(/<!--[\s\S]*?-->/g, '')
			.replace(/\{[^{}]*(\{[^{}]*(\{[^{}]*\}[^{}]*)*\}[^{}]*)*\}/g, '')
			.replace(/<[^>]*>/g, '\n');
		return markup.split('\n').filter((line) => /\p{L}{3,} +\p{L}{2,}/u.test(line)).map((line) => `${path}: ${line.trim()}`);
	});
	expect(found).toEqual([]);
});

test('no component has a style attribute, which the content security policy would need a hole for', () => {
	const found = sourceFiles('src', ['.svelte']).filter(({ text }) => /\sstyle(=["'{]|:[a-z-]+=)/.test(text.replace(/<style>[\s\S]*<\/style>/, '').replace(/<script[\s\S]*?<\/script>/g, '')));
	expect(found.map(({ path }) => path)).toEqual([]);
});

test('each problem of a form has its sentence in the table of its part', () => {
	const tables = sourceFiles('src/lib/ui/form/problem-words', ['.ts']);
	const listed = new Set(tables.flatMap(({ text }) => [...text.matchAll(/\bm\.([a-z0-9_]+)/g)].map((match) => match[1]!)));
	const names = tables.map(({ path }) => path.split('/').at(-1)!.replace('.ts', ''));
	const known = parts.flatMap((part) => Object.keys(messages(part, 'en')));
	expect(names.length).toBeGreaterThan(5);
	expect(known.filter((key) => names.some((name) => key.startsWith(`${name}_error_`)) && !listed.has(key))).toEqual([]);
});

test('nothing that a browser runs looks a message up by its name: all of them, in every language, would go with it', () => {
	const found = sourceFiles('src', ['.ts', '.svelte']).filter(
		({ path, text }) => !/^src\/(lib\/server|cli|server)\//.test(path) && /\bm as unknown as\b|\bm\[|Object\.(keys|values|entries)\(m\)|\{ \.\.\.m \}|import\([^)]*messages\.js/.test(text) && text.includes('paraglide/messages.js'),
	);
	expect(found.map(({ path }) => path)).toEqual([]);
});
