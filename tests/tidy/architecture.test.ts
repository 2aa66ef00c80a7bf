import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, sourceFiles, type SourceFile } from './source-files.ts';

const files = sourceFiles('src', ['.ts', '.svelte', '.js']);

/** Where an import leads, from the project folder; undefined for packages. */
function targetOf(file: SourceFile, specifier: string): string | undefined {
	if (specifier.startsWith('#lib/')) return `src/lib/${specifier.slice(5)}`;
	if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(file.path), specifier));
	return undefined;
}

function offenders(from: (path: string) => boolean, forbidden: (target: string, file: SourceFile) => boolean): string[] {
	return files
		.filter(({ path }) => from(path))
		.flatMap((file) =>
			importsOf(file.text)
				.map((specifier) => targetOf(file, specifier))
				.filter((target): target is string => target !== undefined && forbidden(target, file))
				.map((target) => `${file.path} imports ${target}`),
		);
}

describe('what may know what (ARCHITECTURE.md)', () => {
	test('engines know nothing but engines', () => {
		expect(offenders((path) => path.startsWith('src/lib/engines/'), (target) => !target.startsWith('src/lib/engines/'))).toEqual([]);
	});

	test('engines do no I/O: no node modules outside the reader of the lexicon file and tests', () => {
		const found = files
			.filter(({ path }) => path.startsWith('src/lib/engines/') && !path.endsWith('.test.ts') && !path.endsWith('read-lexicon-file.ts'))
			.filter(({ text }) => importsOf(text).some((specifier) => specifier.startsWith('node:')))
			.map(({ path }) => path);
		expect(found).toEqual([]);
	});

	test('things, rules and input know no queries, no use cases and no routes', () => {
		const pure = /^src\/lib\/server\/[a-z]+\/(rules|input|listing|reader-copy|validity)\.ts$/;
		expect(offenders((path) => pure.test(path), (target) => /\/(queries|tasks)\.ts$/.test(target) || target.startsWith('src/routes/'))).toEqual([]);
	});

	test('queries know no use cases: they import types, tables and other queries', () => {
		const useCase = /^src\/lib\/server\/[a-z]+\/(start|save|submit|change|expire|load|create)-[a-z-]+\.ts$/;
		expect(offenders((path) => path.endsWith('/queries.ts'), (target) => useCase.test(target))).toEqual([]);
	});

	test('nothing below knows a route', () => {
		expect(offenders((path) => path.startsWith('src/lib/'), (target) => target.startsWith('src/routes/'))).toEqual([]);
	});

	test('what a field shows is there before scripts are: no effect sets it, which would also lose what was typed meanwhile', () => {
		expect(files.filter(({ text }) => text.includes('$effect.pre')).map(({ path }) => path)).toEqual([]);
	});

	test('what a person opened before scripts came stays open: standsOpen() says when it must be', () => {
		expect(files.filter(({ text }) => /<details\b[^>]*\sopen=\{/.test(text)).map(({ path }) => path)).toEqual([]);
	});

	test('components and the browser know nothing of the server', () => {
		expect(offenders((path) => path.startsWith('src/lib/ui/') || path.endsWith('.svelte'), (target) => target.startsWith('src/lib/server/'))).toEqual([]);
	});

	test('SQL stands in queries, tables and the platform', () => {
		const mayQuery = /\/(queries|tables)\.ts$|^src\/lib\/server\/(platform|sample)\/|\/load-network\.ts$|^src\/cli\/|^src\/lib\/server\/imports\/|\.test\.ts$/;
		const found = files
			.filter(({ path }) => path.startsWith('src/lib/server/') && !mayQuery.test(path))
			.filter(({ text }) => /\.(select|insert|update|delete)\(\s*[a-z{)]/.test(text) && /drizzle-orm/.test(text))
			.map(({ path }) => path);
		expect(found).toEqual([]);
	});
});

describe('how files are (STYLE.md)', () => {
	const written = files.filter(({ path }) => !/-table\.ts$|latin-language-signs|stop-words/.test(path));

	test('no file is longer than 400 lines', () => {
		const long = written.filter(({ text }) => text.split('\n').length > 401).map(({ path, text }) => `${path}: ${text.split('\n').length}`);
		expect(long).toEqual([]);
	});

	test('no file is named for everything and nothing', () => {
		expect(files.map(({ path }) => path).filter((path) => /(^|\/|-)(utils?|helpers?|common|manager|base)(\.|\/|-)/.test(path))).toEqual([]);
	});

	test('no "any" at the edges', () => {
		const found = files.filter(({ text }) => /(:\s*any\s*[;,)=|\]}]|<any>|\bas any\b)/.test(text)).map(({ path }) => path);
		expect(found).toEqual([]);
	});
});
