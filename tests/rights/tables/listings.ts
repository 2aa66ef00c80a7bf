import { LISTING_RIGHTS, listingRules, readableDisclosures, type ListingForRules, type ListingOpening } from '#lib/server/listings/rules.ts';
import type { Disclosure } from '#lib/listings/vocabulary.ts';
import type { RightsTable } from '../rights-table.ts';

type Life = Pick<ListingForRules, 'state' | 'revision' | 'closedReason'>;
const LIVES: Record<string, Life & { published: boolean }> = {
	draft: { state: 'draft', revision: null, closedReason: null, published: false },
	submitted: { state: 'submitted', revision: null, closedReason: null, published: false },
	returned: { state: 'returned', revision: null, closedReason: null, published: false },
	published: { state: 'published', revision: null, closedReason: null, published: true },
	'published, revision begun': { state: 'published', revision: 'draft', closedReason: null, published: true },
	'published, revision submitted': { state: 'published', revision: 'submitted', closedReason: null, published: true },
	paused: { state: 'paused', revision: null, closedReason: null, published: true },
	expired: { state: 'expired', revision: null, closedReason: null, published: true },
	closed: { state: 'closed', revision: null, closedReason: 'matched', published: true },
	'closed before publication': { state: 'closed', revision: null, closedReason: 'withdrawn', published: false },
	archived: { state: 'archived', revision: null, closedReason: null, published: true },
};

const reads = (disclosure: Disclosure, opened: ListingOpening = null) => (actor: Parameters<typeof readableDisclosures>[0], listing: ListingForRules) =>
	readableDisclosures(actor, listing, opened).has(disclosure);

export const tables: RightsTable[] = [
	{
		rules: 'listings/rules.ts',
		about: 'a listing of the institute',
		things: ({ network }) =>
			Object.fromEntries(
				Object.entries(LIVES).map(([name, { published, ...life }]) => [
					name,
					{ ...life, organisationId: network.institute, centreId: 'laos', publishedVersionId: published ? 'v' : null },
				]),
			),
		rights: Object.fromEntries(LISTING_RIGHTS.map((right) => [right, listingRules[right]])),
	},
	{
		rules: 'listings/rules.ts',
		about: 'sections and files of a published listing of the institute',
		things: ({ network }) => ({ published: { state: 'published', revision: null, closedReason: null, organisationId: network.institute, centreId: 'laos', publishedVersionId: 'v' } }),
		rights: {
			'read public': reads('public'),
			'read network': reads('network'),
			'read parties': reads('parties'),
			'read parties, once introduced': reads('parties', 'parties'),
			'read confidential': reads('confidential'),
			'read confidential, once introduced': reads('confidential', 'parties'),
			'read confidential, under an NDA': reads('confidential', 'confidential'),
		},
		forEverybody: ['read public'],
	},
];
