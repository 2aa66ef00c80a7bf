import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { openLexicon } from '#lib/engines/lexicon/read-lexicon-file.ts';
import { Ranker, type RankText } from '#lib/engines/matching/rank.ts';
import { TextReader } from '#lib/engines/reading/text-reader.ts';
import { isLanguage, LANGUAGES } from '#lib/engines/text/language.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { CommandFailure } from './failure.ts';
import { createProgress } from './progress.ts';
import { projectFolder } from './project.ts';

/** Characters of one line: more is no listing but a broken file. */
const LONGEST_LINE = 4_000_000;

/**
 * Ranks the documents of one file for each query of another. Documents are read once and kept as an index; queries are
 * read, answered and forgotten one after the other, so that both files may be large. Throws CommandFailure naming file
 * and line where the input is broken; what was printed before stands.
 */
export async function rankFiles(
	options: { queries: string; documents: string; top: number },
	streams: { out: Writable; progress: Writable & { isTTY?: boolean } },
	openReader: () => Promise<TextReader> = openShippedReader,
): Promise<void> {
	for (const file of [options.queries, options.documents]) expectFile(file);
	const progress = createProgress(streams.progress);
	const ranker = new Ranker(await openReader());

	const reading = progress.step('Documents');
	for await (const { text, line } of readTexts(options.documents)) {
		if (ranker.has(text.id)) throw new CommandFailure(`${options.documents}, line ${line}: the id "${text.id}" stands twice`);
		ranker.add(text);
		if (ranker.size % 100 === 0) reading.update({ done: ranker.size });
	}
	reading.finish(`${ranker.size} read`);

	const ranking = progress.step('Queries');
	const asked = new Set<string>();
	for await (const { text, line } of readTexts(options.queries)) {
		if (asked.has(text.id)) throw new CommandFailure(`${options.queries}, line ${line}: the id "${text.id}" stands twice`);
		asked.add(text.id);
		const lines = ranker
			.rank(text, options.top)
			.map(({ document, score }) => `${JSON.stringify({ query: text.id, document, score: Number(score.toPrecision(8)) })}\n`);
		if (streams.out.destroyed) break;
		if (lines.length > 0 && !streams.out.write(lines.join(''))) await roomIn(streams.out);
		ranking.update({ done: asked.size });
	}
	ranking.finish(`${asked.size} answered`);
}

/** Resolves when the reader of the output has caught up, or has gone away. */
function roomIn(out: Writable): Promise<void> {
	return new Promise((resolve) => {
		const done = () => {
			out.off('drain', done);
			out.off('close', done);
			resolve();
		};
		out.on('drain', done);
		out.on('close', done);
	});
}

async function openShippedReader(): Promise<TextReader> {
	const lexicon = openLexicon(join(projectFolder, 'data', 'lexicon', 'lexicon.bin.br'));
	return new TextReader(lexicon, await readThesaurus(join(projectFolder, 'data', 'thesaurus')));
}

function expectFile(file: string): void {
	const found = statSync(file, { throwIfNoEntry: false });
	if (!found) throw new CommandFailure(`${file}: there is no such file`);
	if (found.isDirectory()) throw new CommandFailure(`${file} is a folder; expected a file of JSON lines`);
}

/** The texts of a file of JSON lines, with their line numbers from 1. Empty lines are passed over. */
async function* readTexts(file: string): AsyncGenerator<{ text: RankText; line: number }> {
	const input = createReadStream(file, { encoding: 'utf8' });
	let line = 0;
	try {
		for await (const content of createInterface({ input, crlfDelay: Infinity })) {
			line++;
			if (content.length > LONGEST_LINE)
				throw new CommandFailure(`${file}, line ${line}: longer than ${LONGEST_LINE} characters; expected one JSON object a line`);
			const trimmed = content.replace(/^\uFEFF/, '').trim();
			if (trimmed !== '') yield { text: rankTextOf(trimmed, `${file}, line ${line}`), line };
		}
	} finally {
		input.destroy();
	}
}

function rankTextOf(content: string, place: string): RankText {
	const fail = (reason: string): never => {
		throw new CommandFailure(`${place}: ${reason}`);
	};
	let value: unknown;
	try {
		value = JSON.parse(content);
	} catch (error) {
		return fail(`no JSON (${error instanceof Error ? error.message : String(error)})`);
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('expected an object {"id", "text"}');
	const { id, language, title, text } = value as Record<string, unknown>;
	const name = typeof id === 'number' ? String(id) : id;
	if (typeof name !== 'string' || name === '') return fail('"id" is missing; expected a text or a number');
	if (typeof text !== 'string') return fail('"text" is missing; expected a text');
	if (title !== undefined && title !== null && typeof title !== 'string') return fail('"title" is no text');
	const named = languageNamed(language);
	if (named === null) return fail(`"language" is ${JSON.stringify(language)}; expected one of ${LANGUAGES.join(', ')}, or none`);
	return { id: name, text, ...(title && { title }), ...(named && { language: named }) };
}

/** The language of a tag such as `zh` or `zh-Hant`; undefined where none is given, null where it is none of the twelve. */
function languageNamed(tag: unknown) {
	if (tag === undefined || tag === null || tag === '') return undefined;
	if (typeof tag !== 'string') return null;
	const language = tag.toLowerCase().split(/[-_]/)[0] ?? '';
	if (language === 'tl') return 'fil' as const;
	return isLanguage(language) ? language : null;
}
