import { describe, expect, test } from 'vitest';
import { changedFields, networkOf } from '#lib/server/platform/audit.ts';

describe('an entry', () => {
	test('keeps the fields that changed, without secrets and long texts', () => {
		expect(
			changedFields(
				{ state: 'draft', trl: 4, areas: ['a'], description: 'x'.repeat(500), password: 'old', same: { a: 1 } },
				{ state: 'published', trl: 4, areas: ['a', 'b'], description: 'y'.repeat(700), password: 'new', same: { a: 1 }, added: true },
			),
		).toEqual({
			before: { state: 'draft', areas: ['a'], description: { characters: 500 }, password: { withheld: true }, added: null },
			after: { state: 'published', areas: ['a', 'b'], description: { characters: 700 }, password: { withheld: true }, added: true },
		});
	});

	test.each([
		['203.0.113.77', '203.0.113.0/24'],
		['::ffff:203.0.113.77', '203.0.113.0/24'],
		['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3::/48'],
		['2001:db8::1', '2001:db8:0::/48'],
		['::1', '0:0:0::/48'],
		['unix', null],
	])('says the network of %s, not the address', (address, network) => {
		expect(networkOf(address)).toBe(network);
	});
});
