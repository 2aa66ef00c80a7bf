import { savedSearchRules } from '#lib/server/alerts/rules.ts';
import type { RightsTable } from '../rights-table.ts';

export const tables: RightsTable[] = [
	{
		rules: 'alerts/rules.ts',
		about: 'a saved search of the institute’s owner',
		things: ({ network }) => ({ '': { userId: network.owner.kind === 'member' ? network.owner.userId : '' } }),
		rights: savedSearchRules,
	},
];
