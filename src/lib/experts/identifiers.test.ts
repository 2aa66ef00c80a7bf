import { expect, test } from 'vitest';
import { doiOf, orcidOf } from './identifiers.ts';

test('an ORCID iD is taken as people paste it, and its checksum is tested', () => {
	expect(orcidOf('0000-0002-1825-0097')).toBe('0000-0002-1825-0097');
	expect(orcidOf(' https://orcid.org/0000-0002-1694-233x ')).toBe('0000-0002-1694-233X');
	expect(orcidOf('0000000218250097')).toBe('0000-0002-1825-0097');
	expect(orcidOf('0000‐0002‐1825‐0097')).toBe('0000-0002-1825-0097');
	for (const wrong of ['0000-0002-1825-0098', '0000-0002-1825-009X', '0000-0002-1825', '', 'X000-0002-1825-0097']) expect(orcidOf(wrong)).toBeUndefined();
});

test('a DOI is taken with or without its address', () => {
	expect(doiOf('https://doi.org/10.1000/XYZ.123')).toBe('10.1000/xyz.123');
	expect(doiOf('doi: 10.12345/a(b)c')).toBe('10.12345/a(b)c');
	for (const wrong of ['10.1000', '10.1/x', 'https://example.org/10.1000/x', '10.1000/a b', '11.1000/x']) expect(doiOf(wrong)).toBeUndefined();
});
