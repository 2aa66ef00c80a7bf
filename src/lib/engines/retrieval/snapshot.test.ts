import { describe, expect, it } from 'vitest';
import { RetrievalIndex, SnapshotError } from './index.ts';

const options = {
	fields: [{ name: 'title', weight: 2, b: 0.5 }],
	facets: ['kind'],
	layout: { tail: 4, fanOut: 3, largest: 100 },
};

function filled(): RetrievalIndex {
	const index = new RetrievalIndex(options);
	for (let i = 0; i < 30; i++) {
		index.add({
			id: `文书-${i}`,
			fields: [{ field: 'title', terms: [[`t${i % 7}`, 1], ['ດິນເຄັມ', 0.5], ['𠀋', 1 + (i % 3)]], length: 3 + (i % 4) }],
			facets: { kind: [i % 2 === 0 ? 'offer' : 'need'] },
		});
	}
	index.remove('文书-3');
	return index;
}

const request = {
	groups: [{ alternatives: [{ term: '𠀋', weight: 1 }, { term: 't2', weight: 0.5 }], weight: 1, occur: 'should' as const }],
	limit: 40,
	facets: ['kind'],
};

describe('snapshot', () => {
	it('comes back as the same index, which goes on taking documents', () => {
		const index = filled();
		const restored = RetrievalIndex.fromSnapshot(index.toSnapshot());
		expect(restored.search(request)).toEqual(index.search(request));
		expect(restored.search(request).total).toBe(29);
		// Postings of removed documents leave room behind, which a snapshot does not keep.
		expect(restored.stats()).toEqual({ ...index.stats(), bytes: restored.stats().bytes });
		expect(restored.options).toEqual(options);
		for (const each of [index, restored]) {
			each.remove('文书-4');
			each.add({ id: 'new', fields: [{ field: 'title', terms: [['𠀋', 1], ['new', 1]], length: 2 }], facets: { kind: ['offer', 'fresh'] } });
		}
		expect(restored.search(request)).toEqual(index.search(request));
	});

	it('restores an empty index', () => {
		const restored = RetrievalIndex.fromSnapshot(new RetrievalIndex(options).toSnapshot());
		expect(restored.size).toBe(0);
		expect(restored.search(request).total).toBe(0);
	});

	it('reads bytes that lie anywhere in their buffer', () => {
		const bytes = filled().toSnapshot();
		const shifted = new Uint8Array(bytes.length + 3);
		shifted.set(bytes, 3);
		expect(RetrievalIndex.fromSnapshot(shifted.subarray(3)).size).toBe(29);
	});

	it('says what is wrong with bytes that it cannot read', () => {
		const bytes = filled().toSnapshot();
		const changed = (position: number) => {
			const copy = bytes.slice();
			copy[position]! ^= 1;
			return copy;
		};
		const opening = (broken: Uint8Array) => () => RetrievalIndex.fromSnapshot(broken);
		expect(opening(new Uint8Array(5))).toThrow(/5 bytes are too few/);
		expect(opening(new TextEncoder().encode('{"some":"other file, long enough to be one"}'))).toThrow(/not a snapshot/);
		expect(opening(changed(4))).toThrow(/version 0, this program reads version 1/);
		expect(opening(bytes.slice(0, -8))).toThrow(/cut short/);
		expect(opening(changed(bytes.length - 1))).toThrow(/damaged: checksum/);
		expect(opening(changed(100))).toThrow(SnapshotError);
	});
});
