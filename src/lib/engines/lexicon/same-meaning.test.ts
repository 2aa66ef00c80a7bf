import { beforeAll, expect, test } from 'vitest';
import { analyse } from '../text/analyse.ts';
import type { Language } from '../text/language.ts';
import type { Lexicon } from './lexicon.ts';
import { openLexicon } from './read-lexicon-file.ts';

let lexicon: Lexicon;
beforeAll(() => {
	lexicon = openLexicon();
});

const meaningOf = (word: string, language: Language) => new Map(lexicon.toPivot(analyse(word, language), language).map(({ pivot, weight }) => [pivot, weight]));

test('a word of a contract finds the word of the other language, straight, without a way that a reader would see', () => {
	const [contract, week, send] = lexicon.sameMeaning(['hợp đồng', 'tuần', 'gửi'].map((word) => meaningOf(word, 'vi')), 'zh', 3);
	expect(contract!.map(({ words }) => words)).toContain('合同');
	expect(week!.map(({ words }) => words)).toContain('星期');
	expect(send!.map(({ words }) => words)).toContain('发送');
	expect(lexicon.sameMeaning([meaningOf('价格', 'zh')], 'vi', 3)[0]!.map(({ words }) => words)).toContain('giá cả');
});

test('many words asked at once are answered as each alone', () => {
	const meanings = ['安装', '培训', '水', '价格'].map((word) => meaningOf(word, 'zh'));
	expect(lexicon.sameMeaning(meanings, 'id', 4)).toEqual(meanings.map((meaning) => lexicon.sameMeaning([meaning], 'id', 4)[0]));
});

test('the likest come first, no more than asked for; nothing for what nobody says, and for English', () => {
	const [found, nothing] = lexicon.sameMeaning([meaningOf('水', 'zh'), new Map([['qqqqzz', 1]])], 'th', 2);
	expect(found!.length).toBe(2);
	expect(found![0]!.certainty).toBeGreaterThanOrEqual(found![1]!.certainty);
	expect(nothing).toEqual([]);
	expect(lexicon.sameMeaning([meaningOf('水', 'zh')], 'en', 3)).toEqual([[]]);
	expect(lexicon.sameMeaning([], 'vi', 3)).toEqual([]);
});
