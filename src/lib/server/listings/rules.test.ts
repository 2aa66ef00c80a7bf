import { describe, expect, test } from 'vitest';
import { VISITOR, type Actor } from '#lib/server/accounts/actor.ts';
import type { ListingLife } from './listing.ts';
import { LISTING_RIGHTS, listingRights, readableDisclosures, type ListingForRules, type ListingRight } from './rules.ts';

const member = (organisations: [string, 'owner' | 'editor' | 'reader'][], centres: [string, 'officer' | 'secretariat'][] = []): Actor => ({
	kind: 'member',
	userId: 'u',
	name: 'n',
	email: 'e@example.org',
	language: 'en',
	organisations: new Map(organisations),
	centres: new Map(centres),
});

const ACTORS: Record<string, Actor> = {
	visitor: VISITOR,
	stranger: member([['other', 'owner']]),
	reader: member([['own', 'reader']]),
	editor: member([['own', 'editor']]),
	owner: member([['own', 'owner']]),
	officer: member([], [['laos', 'officer']]),
	otherOfficer: member([], [['thailand', 'officer']]),
	secretariat: member([], [['cattc', 'secretariat']]),
	officerAndOwner: member([['own', 'owner']], [['laos', 'officer']]),
	officerAndReader: member([['own', 'reader']], [['laos', 'officer']]),
};

const LIVES: Record<string, ListingLife & { published: boolean }> = {
	draft: { state: 'draft', revision: null, closedReason: null, published: false },
	submitted: { state: 'submitted', revision: null, closedReason: null, published: false },
	published: { state: 'published', revision: null, closedReason: null, published: true },
	revised: { state: 'published', revision: 'draft', closedReason: null, published: true },
	revisionSubmitted: { state: 'published', revision: 'submitted', closedReason: null, published: true },
	paused: { state: 'paused', revision: null, closedReason: null, published: true },
	closedDraft: { state: 'closed', revision: null, closedReason: 'withdrawn', published: false },
	closed: { state: 'closed', revision: null, closedReason: 'matched', published: true },
	expired: { state: 'expired', revision: null, closedReason: null, published: true },
	archived: { state: 'archived', revision: null, closedReason: null, published: true },
};

const listing = (life: keyof typeof LIVES): ListingForRules => {
	const { published, ...rest } = LIVES[life]!;
	return { ...rest, organisationId: 'own', centreId: 'laos', publishedVersionId: published ? 'v' : null };
};
const allowed = (right: ListingRight, life: keyof typeof LIVES) =>
	Object.keys(ACTORS).filter((name) => listingRights(ACTORS[name]!, listing(life))[right]);

const EVERYONE = Object.keys(ACTORS);
const WRITERS = ['editor', 'owner', 'officerAndOwner'];
const INSIDE = EVERYONE.filter((name) => !['visitor', 'stranger', 'otherOfficer'].includes(name));

describe('who may do what with a listing', () => {
	test.each<[ListingRight, keyof typeof LIVES, string[]]>([
		['view', 'draft', INSIDE],
		['view', 'submitted', INSIDE],
		['view', 'published', EVERYONE],
		['view', 'expired', EVERYONE],
		['view', 'closed', EVERYONE],
		['view', 'closedDraft', INSIDE],
		['view', 'archived', INSIDE],
		['viewWorkingVersion', 'revised', INSIDE],
		['edit', 'draft', WRITERS],
		['edit', 'submitted', []],
		['edit', 'published', WRITERS],
		['edit', 'revisionSubmitted', []],
		['edit', 'closed', []],
		['submit', 'draft', WRITERS],
		['submit', 'submitted', []],
		['takeBack', 'submitted', WRITERS],
		['takeBack', 'published', []],
		['dropRevision', 'revised', WRITERS],
		['dropRevision', 'published', []],
		['review', 'submitted', ['officer', 'secretariat']],
		['review', 'revisionSubmitted', ['officer', 'secretariat']],
		['review', 'draft', []],
		['pause', 'published', WRITERS],
		['pause', 'paused', []],
		['resume', 'paused', WRITERS],
		['renew', 'expired', WRITERS],
		['renew', 'draft', []],
		['close', 'published', WRITERS],
		['close', 'closed', []],
		['archive', 'closed', WRITERS],
		['archive', 'published', []],
		['attach', 'draft', WRITERS],
		['attach', 'submitted', []],
	])('%s of a listing that is %s', (right, life, expected) => {
		expect(allowed(right, life)).toEqual(expected);
	});

	test('every right refuses somebody, so that the table above means anything', () => {
		for (const right of LISTING_RIGHTS)
			expect(Object.keys(LIVES).some((life) => allowed(right, life).length < EVERYONE.length), right).toBe(true);
	});

	test('guarded sections open inside only', () => {
		const readable = Object.fromEntries(EVERYONE.map((name) => [name, readableDisclosures(ACTORS[name]!, listing('published')).size]));
		expect(readable).toMatchObject({ visitor: 1, stranger: 2, otherOfficer: 2, reader: 4, owner: 4, officer: 4, secretariat: 4 });
	});
});
