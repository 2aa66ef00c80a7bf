import type { ImportField } from './fields.ts';
import { readList } from './read-values.ts';
import type { RowValues } from './row-values.ts';
import { codeOf, type Vocabulary } from './value-words.ts';

/** One value of a closed vocabulary; a word that is none of it is an error. */
export function readCode(values: RowValues, field: ImportField, vocabulary: Vocabulary): string | undefined {
	const word = values.text(field).trim();
	if (word === '') return undefined;
	const code = codeOf(vocabulary, word);
	if (code === undefined) values.failValue(field, 'unknown_value', word);
	return code;
}

/** Several values of a closed vocabulary, each once. */
export function readCodes(values: RowValues, field: ImportField, vocabulary: Vocabulary): string[] {
	const found = new Set<string>();
	for (const word of values.list(field, (list) => readList(list, (part) => codeOf(vocabulary, part) !== undefined))) {
		const code = codeOf(vocabulary, word);
		if (code === undefined) values.failValue(field, 'unknown_value', word);
		else found.add(code);
	}
	return [...found];
}
