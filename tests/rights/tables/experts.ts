import { REQUEST_STATES } from '#lib/experts/vocabulary.ts';
import { CENTRE_EXPERT_RIGHTS, centreExpertRules, EXPERT_RIGHTS, expertRules, REQUEST_RIGHTS, requestRules } from '#lib/server/experts/rules.ts';
import type { RightsTable } from '../rights-table.ts';

export const tables: RightsTable[] = [
	{
		rules: 'experts/rules.ts',
		about: 'the institute’s reader as an expert of the centre of Laos',
		things: ({ network }) =>
			Object.fromEntries(
				(['draft', 'public', 'withdrawn'] as const).map((state) => [
					state,
					{ userId: network.reader.kind === 'member' ? network.reader.userId : null, centreId: 'laos', state, missionCentres: new Set<string>() },
				]),
			),
		rights: Object.fromEntries(EXPERT_RIGHTS.map((right) => [right, expertRules[right]])),
	},
	{
		rules: 'experts/rules.ts',
		about: 'experts of the centre of Laos',
		things: () => ({ '': { centreId: 'laos' } }),
		rights: Object.fromEntries(CENTRE_EXPERT_RIGHTS.map((right) => [right, centreExpertRules[right]])),
	},
	{
		rules: 'experts/rules.ts',
		about: 'a request of the institute for technical service, to which the other member was invited and came',
		things: ({ network }) => {
			const people = new Set(network.stranger.kind === 'member' ? [network.stranger.userId] : []);
			return Object.fromEntries(REQUEST_STATES.map((state) => [state, { organisationId: network.institute, centreId: 'laos', state, invited: people, standing: people }]));
		},
		rights: Object.fromEntries(REQUEST_RIGHTS.map((right) => [right, requestRules[right]])),
	},
];
