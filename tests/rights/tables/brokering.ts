import { PAIR_RIGHTS, PAIR_STATES } from '#lib/brokering/vocabulary.ts';
import { isOfficer, mayAnswerFor, mayUndo, pairRules } from '#lib/server/brokering/rules.ts';
import type { RightsTable } from '../rights-table.ts';

export const tables: RightsTable[] = [
	{
		rules: 'brokering/rules.ts',
		about: 'a pair of the institute’s offer and a need of an organisation in Vietnam',
		things: ({ network }) => {
			const pair = (state: string, excluded = false) => ({
				state,
				excluded,
				need: { listingId: 'n', organisationId: '00000000-0000-4000-8000-000000000000', centreId: 'vietnam' },
				offer: { listingId: 'o', organisationId: network.institute, centreId: 'laos' },
			});
			return { ...Object.fromEntries(PAIR_STATES.map((state) => [state, pair(state)])), excluded: pair('suggested', true) };
		},
		rights: Object.fromEntries(PAIR_RIGHTS.map((right) => [right, pairRules[right]])),
	},
	{
		rules: 'brokering/rules.ts',
		about: 'introductions and questions to the institute',
		things: ({ network }) => ({ '': network }),
		rights: {
			'answer a question, reply to an introduction': (actor, network: { institute: string }) => mayAnswerFor(actor, network.institute),
			'take back the officer’s decision': (actor, network: { officer: { userId?: string } }) => mayUndo(actor, network.officer.userId ?? null),
			'see the measures': (actor) => isOfficer(actor),
		},
	},
];
