import { describe, expect, it } from 'vitest';
import { Thesaurus } from '../thesaurus/thesaurus.ts';
import { LANGUAGES, type Language } from '../text/language.ts';
import { isSureMention } from './sure-mentions.ts';

const row = (concept: string, en: string) => ({
	area: 'a', concept, broader: '', related: '', ipc: '', sdg: '', note_en: '', note_zh: '', reviewed: '',
	labels: Object.fromEntries(LANGUAGES.map((language) => [language, language === 'en' ? en : ''])) as Record<Language, string>,
});
const thesaurus = new Thesaurus([
	row('child-malnutrition', 'child malnutrition | wasting'),
	row('modified-atmosphere', 'modified atmosphere packaging | MAP'),
	row('drying', 'drying'),
	row('drone', 'unmanned aerial vehicle | drone | UAV'),
]);
const sure = (concept: string, text: string) => isSureMention({ concept, start: 0, end: text.length }, text, thesaurus);

describe('a lone word that names a concept', () => {
	it('is written out where it is not the preferred label, its plural aside', () => {
		expect(sure('child-malnutrition', 'waste')).toBe(false);
		expect(sure('child-malnutrition', 'wasting')).toBe(true);
		expect(sure('drone', 'Drones')).toBe(true);
	});
	it('is written in capitals where it is an abbreviation', () => {
		expect(sure('modified-atmosphere', 'MAP')).toBe(true);
		for (const word of ['mapping', 'map', 'maps']) expect(sure('modified-atmosphere', word)).toBe(false);
		expect(sure('drone', 'UAVs')).toBe(true);
	});
	it('may be another form of the preferred label', () => {
		expect(sure('drying', 'dryer')).toBe(false);
		expect(sure('drying', 'dryings')).toBe(true);
	});
	it('of several words, or in another script, is sure', () => {
		expect(sure('child-malnutrition', 'child malnutrition')).toBe(true);
		expect(sure('drying', '干燥')).toBe(true);
	});
});
