import { EVENT_PHASES } from '#lib/events/vocabulary.ts';
import { EXHIBITOR_RIGHTS, exhibitorRules, STAND_RIGHTS, standRules, VISITOR_RIGHTS, visitorRules } from '#lib/server/exhibition/rules.ts';
import type { RightsTable } from '../rights-table.ts';

export const tables: RightsTable[] = [
	{
		rules: 'exhibition/rules.ts',
		about: 'the institute as an exhibitor at an event that the centre of Laos organises',
		things: ({ network }) => Object.fromEntries(EVENT_PHASES.map((phase) => [phase, { phase, centres: new Set(['laos']), organisationId: network.institute }])),
		rights: Object.fromEntries(EXHIBITOR_RIGHTS.map((right) => [right, exhibitorRules[right]])),
	},
	{
		rules: 'exhibition/rules.ts',
		about: 'visits to the stand of the institute at an event that the centre of Laos organises',
		things: ({ network }) => Object.fromEntries(EVENT_PHASES.map((phase) => [phase, { phase, centres: new Set(['laos']), organisationId: network.institute }])),
		rights: Object.fromEntries(STAND_RIGHTS.map((right) => [right, standRules[right]])),
	},
	{
		rules: 'exhibition/rules.ts',
		about: 'visits of a reader of the institute to stands of an event that the centre of Laos organises',
		things: ({ network }) => Object.fromEntries(EVENT_PHASES.map((phase) => [phase, { phase, centres: new Set(['laos']), personId: network.reader.kind === 'member' ? network.reader.userId : '', state: 'approved' as const }])),
		rights: Object.fromEntries(VISITOR_RIGHTS.map((right) => [right, visitorRules[right]])),
	},
];
