import { ORGANISATION_RIGHTS, NETWORK_RIGHTS, networkRules, organisationRules } from '#lib/server/membership/rules.ts';
import type { RightsTable } from '../rights-table.ts';

export const tables: RightsTable[] = [
	{
		rules: 'membership/rules.ts',
		about: 'the institute as an organisation',
		things: ({ network }) =>
			Object.fromEntries(
				[...(['applied', 'returned', 'refused', 'admitted', 'merged'] as const).map((state) => ({ state, owned: true })), { state: 'admitted' as const, owned: false }].map(
					({ state, owned }) => [owned ? state : `${state}, without an owner`, { id: network.institute, centreId: 'laos', state, owned }],
				),
			),
		rights: Object.fromEntries(ORGANISATION_RIGHTS.map((right) => [right, organisationRules[right]])),
	},
	{
		rules: 'membership/rules.ts',
		about: 'an alliance that the institute belongs to, coordinated by its editor',
		things: ({ network }) => ({ '': { coordinators: new Set([network.editor.kind === 'member' ? network.editor.userId : '']), members: new Set([network.institute]) } }),
		rights: Object.fromEntries(NETWORK_RIGHTS.map((right) => [right, networkRules[right]])),
		forEverybody: ['view'],
	},
];
