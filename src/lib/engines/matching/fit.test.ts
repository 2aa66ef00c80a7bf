import { describe, expect, it } from 'vitest';
import { fitOf, fitSigns } from './fit.ts';
import { KeyNumbers } from './key-numbers.ts';
import { linksBetween } from './links.ts';
import { fixtureReader, listing } from './matching-fixture.ts';
import { LEAST_FIT, LEAST_TOPIC } from './matching-weights.ts';
import { judge, topicScore } from './judge.ts';
import { mainPurpose, purposeLikeness } from './purposes.ts';
import { readListing } from './read-listing.ts';
import type { MatchableListing } from './types.ts';

const keys = new KeyNumbers();
const read = (id: string, kind: 'need' | 'offer', facts: Partial<MatchableListing>) => readListing(listing(id, kind, facts), fixtureReader(), keys);

const need = read('n', 'need', {
	texts: {
		title: 'Instrument to measure volatile organic compounds in the atmosphere',
		description: 'We seek a sensor that can detect and measure volatile organic compounds at trace concentrations. The spectrometer must be calibrated in the field.',
	},
});
const instrument = read('a', 'offer', {
	texts: {
		title: 'Spectrometer for volatile organic compounds',
		description: 'A field instrument that can detect and measure volatile organic compounds at trace concentrations in the atmosphere by laser spectroscopy.',
	},
});
const catalyst = read('b', 'offer', {
	texts: {
		title: 'Catalyst for the destruction of volatile organic compounds',
		description: 'Our incinerator removes volatile organic compounds from exhaust gas by catalytic combustion and cleans the emissions of paint shops.',
	},
});

const signsOf = (offer: typeof instrument) => fitSigns(need, offer, linksBetween(need, offer));

describe('signs that an offer fits, not only shares the subject', () => {
	it('are stronger for the offer that does what the need asks', () => {
		const [fitting, other] = [signsOf(instrument), signsOf(catalyst)];
		expect(fitting.purposes).toBeGreaterThan(0.8);
		expect(other.purposes).toBeLessThan(0.4);
		expect(fitting.spoken).toBeGreaterThan(other.spoken);
		expect(fitting.pairs).toBeGreaterThanOrEqual(other.pairs);
		expect(fitOf(fitting, true)).toBeGreaterThan(fitOf(other, true));
	});

	it('are within 0 and 1', () => {
		for (const offer of [instrument, catalyst]) for (const sign of Object.values(signsOf(offer))) expect(sign >= 0 && sign <= 1).toBe(true);
	});

	it('let neither purposes nor pairs of words make up for a need that is not spoken of', () => {
		expect(fitOf({ spoken: 0.1, pairs: 0.03, purposes: 1, opening: 1 }, true)).toBeLessThan(LEAST_FIT.sameLanguage);
		expect(fitOf({ spoken: 0.35, pairs: 0.05, purposes: 0.8, opening: 0.5 }, true)).toBeGreaterThan(LEAST_FIT.sameLanguage);
	});

	it('do not ask across languages for pairs of words, which translation parts', () => {
		const signs = { spoken: 0.3, purposes: 0.8, opening: 0.3 };
		expect(fitOf({ ...signs, pairs: 0 }, false)).toBe(fitOf({ ...signs, pairs: 0.1 }, false));
		expect(fitOf({ ...signs, pairs: 0 }, true)).toBeLessThan(fitOf({ ...signs, pairs: 0.1 }, true));
	});

	it('keep a pair that only shares a name below what is suggested', () => {
		const stranger = read('s', 'offer', {
			texts: {
				title: 'Furniture paint free of volatile organic compounds',
				description: 'A water-based varnish for wooden chairs, tables and cupboards that dries overnight and keeps its colour in sunlight. Carpenters apply it with brushes or rollers; children may touch it after an hour.',
			},
		});
		const long = read('l', 'need', {
			texts: {
				title: 'Measuring trace gases in the upper troposphere from balloons',
				description: 'Balloons carry a miniature mass spectrometer, a hygrometer and a dropsonde to the tropopause, where ozone, nitrous oxide, methane, halocarbons and volatile organic compounds must be measured at nine altitudes, with telemetry to the ground station.',
			},
		});
		expect(topicScore(judge(long, stranger).criteria)).toBeLessThan(LEAST_TOPIC.sameLanguage);
		expect(fitOf(fitSigns(long, stranger, linksBetween(long, stranger)), true)).toBeLessThan(LEAST_FIT.sameLanguage);
	});

	it('are shown where the purposes differ', () => {
		expect(judge(need, catalyst).criteria[0]!.facts).toEqual({ need: ['measure'], offer: ['remove'] });
		expect(judge(need, instrument).criteria[0]!.facts).toBeUndefined();
	});
});

describe('purposes', () => {
	it('are read in every language through the pivot', () => {
		const chinese = read('z', 'offer', { language: 'zh', texts: { title: '挥发性有机物检测传感器', description: '用于监测和测量大气中挥发性有机物的仪器。' } });
		expect(mainPurpose(chinese.purposes)).toBe('measure');
		expect(purposeLikeness(need.purposes, chinese.purposes)).toBeGreaterThan(0.8);
	});

	it('are none where none is spoken of', () => {
		const bare = read('c', 'offer', { texts: { title: 'Rice' } });
		expect(mainPurpose(bare.purposes)).toBeUndefined();
		expect(purposeLikeness(need.purposes, bare.purposes)).toBe(0);
	});
});
