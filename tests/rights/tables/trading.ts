import { AWARD_STATES, PLAN_STATES, TRADE_STATES } from '#lib/trading/vocabulary.ts';
import { AWARD_RIGHTS, awardRules, PLAN_RIGHTS, planRules, TRADE_RIGHTS, tradeRules, TURNOVER_RIGHTS, turnoverRules, type TradeForRules } from '#lib/server/trading/rules.ts';
import type { RightsTable } from '../rights-table.ts';

export const tables: RightsTable[] = [
	{
		rules: 'trading/rules.ts',
		about: 'a sealed trade of the institute on which the other member has bid',
		things: ({ network }) =>
			Object.fromEntries(
				TRADE_STATES.flatMap((state) => [0, 1].map((bids) => [`${state}, ${bids === 0 ? 'no bid' : 'with bids'}`, { organisationId: network.institute, centreId: 'laos', mode: 'sealed', state, bids, bidders: new Set(bids === 0 ? [] : [network.company]) } satisfies TradeForRules])),
			),
		rights: Object.fromEntries(TRADE_RIGHTS.map((right) => [right, tradeRules[right]])),
	},
	{
		rules: 'trading/rules.ts',
		about: 'an award that the other member has won',
		things: ({ network }) => Object.fromEntries(AWARD_STATES.map((state) => [state, { organisationId: network.company, state }])),
		rights: Object.fromEntries(AWARD_RIGHTS.map((right) => [right, awardRules[right]])),
	},
	{
		rules: 'trading/rules.ts',
		about: 'a payment plan between the institute, which sells and proposed it, and the other member',
		things: ({ network }) => Object.fromEntries(PLAN_STATES.map((state) => [state, { sellerId: network.institute, buyerId: network.company, centreId: 'laos', state, proposedBy: network.institute }])),
		rights: Object.fromEntries(PLAN_RIGHTS.map((right) => [right, planRules[right]])),
	},
	{
		rules: 'trading/rules.ts',
		about: 'the turnover of trading',
		things: () => ({ '': {} }),
		rights: Object.fromEntries(TURNOVER_RIGHTS.map((right) => [right, turnoverRules[right]])),
	},
];
