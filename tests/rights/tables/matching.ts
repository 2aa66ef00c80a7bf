import { pairRules, passRules, weightsRules } from '#lib/server/matching/rules.ts';
import type { RightsTable } from '../rights-table.ts';

export const tables: RightsTable[] = [
	{
		rules: 'matching/rules.ts',
		about: 'what the engine suggests, and how',
		things: () => ({ '': { needCentreId: 'vietnam', offerCentreId: 'laos' } }),
		rights: {
			'view a pair of Laos and Vietnam': pairRules.view,
			'view the weights': weightsRules.view,
			'learn weights': weightsRules.learn,
			'switch weights on': weightsRules.switchOn,
			'view a matching of all': passRules.view,
			'start and cancel a matching of all': passRules.steer,
		},
	},
];
