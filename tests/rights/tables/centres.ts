import { CENTRE_RIGHTS, centreRules, GROUP_RIGHTS, groupRules, readsMinutes, type GroupForRules } from '#lib/server/centres/rules.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { RightsTable } from '../rights-table.ts';

export const tables: RightsTable[] = [
	{
		rules: 'centres/rules.ts',
		about: 'the centre of Laos',
		things: () => ({ '': { id: 'laos', kind: 'bilateral', closed: false }, closed: { id: 'laos', kind: 'bilateral', closed: true } }),
		rights: Object.fromEntries(CENTRE_RIGHTS.map((right) => [right, centreRules[right]])),
		forEverybody: ['view'],
	},
	{
		rules: 'centres/rules.ts',
		about: 'the working group of the centre of Laos',
		things: () => {
			const group = { centreId: 'laos', hosts: new Set(['cattc']) };
			return { '': { ...group, closed: false }, closed: { ...group, closed: true } };
		},
		rights: {
			...Object.fromEntries(GROUP_RIGHTS.map((right) => [right, groupRules[right]])),
			'read minutes that are published': (actor: Actor, group: GroupForRules) => readsMinutes(actor, group, 'published'),
			'read minutes that are not': (actor: Actor, group: GroupForRules) => readsMinutes(actor, group, null),
		},
		forEverybody: ['view', 'read minutes that are published'],
	},
];
