import { EVENT_PHASES } from '#lib/events/vocabulary.ts';
import { APPLICATION_STATES } from '#lib/exhibition/vocabulary.ts';
import { APPLICATION_RIGHTS, applicationRules, EXHIBITOR_RIGHTS, exhibitorRules, STAND_RIGHTS, standRules, VISITOR_RIGHTS, visitorRules } from '#lib/server/exhibition/rules.ts';
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
		about: 'the application of the institute for a stand at an event that the centre of Laos organises',
		things: ({ network }) => {
			const application = { centres: new Set(['laos']), organisationId: network.institute };
			const announced = { ...application, phase: 'announced' as const };
			return {
				draft: { ...application, phase: 'draft' as const, state: null, isOpen: true },
				none: { ...announced, state: null, isOpen: true },
				...Object.fromEntries(APPLICATION_STATES.map((state) => [state, { ...announced, state, isOpen: true }])),
				'waiting, after the last day': { ...announced, state: 'waiting' as const, isOpen: false },
				'waiting, event over': { ...application, phase: 'over' as const, state: 'waiting' as const, isOpen: true },
			};
		},
		rights: Object.fromEntries(APPLICATION_RIGHTS.map((right) => [right, applicationRules[right]])),
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
