import { DOCKING_STATES, INTEREST_STATES, type DockingSide } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import {
	CENTRE_DOCKING_RIGHTS, centreDockingRules, DOCKING_RIGHTS, dockingRules, INTEREST_RIGHTS, interestRules, LISTING_INTEREST_RIGHTS, listingInterestRules,
} from '#lib/server/docking/rules.ts';
import type { RightsTable } from '../rights-table.ts';

const idOf = (actor: Actor) => (actor.kind === 'member' ? actor.userId : '');

export const tables: RightsTable[] = [
	{
		rules: 'docking/rules.ts',
		about: 'a docking of the institute, whose editor and reader are contact people, with an organisation in Viet Nam',
		things: ({ network }) => {
			const people = new Map<string, DockingSide>([[idOf(network.editor), 'offering'], [idOf(network.reader), 'offering']]);
			const parties = { offering: { organisationId: network.institute, centreId: 'laos' }, seeking: { organisationId: crypto.randomUUID(), centreId: 'vietnam' } };
			return Object.fromEntries(DOCKING_STATES.map((state) => [state, { state, parties, people }]));
		},
		rights: Object.fromEntries(DOCKING_RIGHTS.map((right) => [right, dockingRules[right]])),
	},
	{
		rules: 'docking/rules.ts',
		about: 'the interest of the other member (centre of Thailand) in a listing of the institute (centre of Laos)',
		things: ({ network }) =>
			Object.fromEntries(
				INTEREST_STATES.map((state) => [
					state,
					{ state, organisationId: network.company, ownerOrganisationId: network.institute, ownCentreId: 'thailand', theirCentreId: 'laos', pastOwnCentre: state !== 'at_own_centre', reachedOwner: state === 'with_owner' || state === 'accepted' },
				]),
			),
		rights: Object.fromEntries(INTEREST_RIGHTS.map((right) => [right, interestRules[right]])),
	},
	{
		rules: 'docking/rules.ts',
		about: 'what the institute has published, for the other member',
		things: ({ network }) => ({
			published: { organisationId: network.company, ownerOrganisationId: network.institute, published: true },
			'not published': { organisationId: network.company, ownerOrganisationId: network.institute, published: false },
		}),
		rights: Object.fromEntries(LISTING_INTEREST_RIGHTS.map((right) => [right, listingInterestRules[right]])),
	},
	{
		rules: 'docking/rules.ts',
		about: 'dockings of the centre of Laos',
		things: () => ({ laos: { centreId: 'laos' } }),
		rights: Object.fromEntries(CENTRE_DOCKING_RIGHTS.map((right) => [right, centreDockingRules[right]])),
	},
	{
		rules: 'docking/rules.ts',
		about: 'dockings of the whole network',
		things: () => ({ '': { centreId: null } }),
		rights: { viewFigures: centreDockingRules.viewFigures },
	},
];
