import { EVENT_PHASES } from '#lib/events/vocabulary.ts';
import { EXHIBITOR_RIGHTS, exhibitorRules } from '#lib/server/exhibition/rules.ts';
import type { RightsTable } from '../rights-table.ts';

export const tables: RightsTable[] = [
	{
		rules: 'exhibition/rules.ts',
		about: 'the institute as an exhibitor at an event that the centre of Laos organises',
		things: ({ network }) => Object.fromEntries(EVENT_PHASES.map((phase) => [phase, { phase, centres: new Set(['laos']), organisationId: network.institute }])),
		rights: Object.fromEntries(EXHIBITOR_RIGHTS.map((right) => [right, exhibitorRules[right]])),
	},
];
