import { describe, expect, it } from 'vitest';
import { isEssay } from './essays.ts';
import { judge, topicScore } from './judge.ts';
import { KeyNumbers } from './key-numbers.ts';
import { fixtureReader, listing } from './matching-fixture.ts';
import { readListing } from './read-listing.ts';

const offer = (title: string, description: string, language: 'zh' | 'en' = 'zh') => listing('o', 'offer', { language, texts: { title, description } });

describe('isEssay', () => {
	it.each([
		['滴灌技术研究进展', '综述了国内外滴灌技术的发展趋势。'],
		['浅谈农业节水', '农业节水意义重大，应当引起重视。'],
		['我国节水农业发展对策', '从制度层面提出若干建议。'],
	])('%s is one', (title, description) => expect(isEssay(offer(title, description))).toBe(true));

	it.each([
		['新型滴灌带的研制', '介绍滴灌带的结构。'],
		['滴灌系统设计探讨', '试制了一种新型滴灌系统，并进行了田间试验。'],
		['滴灌带', '滴灌带，用于果园。'],
	])('%s is none', (title, description) => expect(isEssay(offer(title, description))).toBe(false));

	it('knows English reviews, unless something was made', () => {
		expect(isEssay(offer('A review of drip irrigation', 'Irrigation in many countries is compared.', 'en'))).toBe(true);
		expect(isEssay(offer('A review of drip irrigation', 'A prototype was tested.', 'en'))).toBe(false);
	});

	it('never takes a need for one', () => {
		expect(isEssay(listing('n', 'need', { texts: { title: 'Overview of soils wanted' } }))).toBe(false);
	});

	it('keeps an essay from being a match, however alike the words', () => {
		const keys = new KeyNumbers();
		const need = readListing(listing('n', 'need', { language: 'zh', texts: { title: '盐碱地滴灌技术', description: '需要盐碱地滴灌技术。' } }), fixtureReader(), keys);
		const scoreOf = (title: string) => topicScore(judge(need, readListing(offer(title, '盐碱地滴灌技术，盐碱地，滴灌。'), fixtureReader(), keys)).criteria);
		expect(scoreOf('盐碱地滴灌技术研究进展')).toBe(0);
		expect(scoreOf('盐碱地滴灌技术')).toBeGreaterThan(0.4);
	});
});
