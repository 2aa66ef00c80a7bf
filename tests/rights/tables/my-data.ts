import {
	COPY_RIGHTS, copyRules, LISTING_DATA_RIGHTS, listingDataRules, ORGANISATION_DATA_RIGHTS, organisationDataRules, PERSON_DATA_RIGHTS, personDataRules,
} from '#lib/server/my-data/rules.ts';
import type { Ground, RightsTable } from '../rights-table.ts';

const rules = 'my-data/rules.ts';
const ownerOf = ({ network }: Ground) => ({ userId: network.owner.kind === 'member' ? network.owner.userId : '' });

export const tables: RightsTable[] = [
	{
		rules,
		about: 'what is held about the institute’s owner as a person',
		things: (ground) => ({ '': ownerOf(ground) }),
		rights: Object.fromEntries(PERSON_DATA_RIGHTS.map((right) => [right, personDataRules[right]])),
	},
	{
		rules,
		about: 'the data of the institute',
		things: ({ network }) => Object.fromEntries((['applied', 'returned', 'refused', 'admitted', 'merged', 'withdrawn'] as const).map((state) => [state, { id: network.institute, state }])),
		rights: Object.fromEntries(ORGANISATION_DATA_RIGHTS.map((right) => [right, organisationDataRules[right]])),
	},
	{
		rules,
		about: 'a listing of the institute as its data',
		things: ({ network }) => Object.fromEntries(['draft', 'published', 'closed', 'archived'].map((state) => [state, { organisationId: network.institute, state }])),
		rights: Object.fromEntries(LISTING_DATA_RIGHTS.map((right) => [right, listingDataRules[right]])),
	},
	{
		rules,
		about: 'a copy of the institute’s data that its owner asked for',
		things: (ground) => Object.fromEntries((['running', 'ready', 'expired'] as const).map((state) => [state, { ...ownerOf(ground), organisationId: ground.network.institute, state, expiresAt: null }])),
		rights: Object.fromEntries(COPY_RIGHTS.map((right) => [right, copyRules[right]])),
	},
];
