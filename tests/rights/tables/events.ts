import { EVENT_PHASES } from '#lib/events/vocabulary.ts';
import { CENTRE_EVENT_RIGHTS, centreEventRules, EVENT_RIGHTS, eventRules, SPEAKER_RIGHTS, speakerRules } from '#lib/server/events/rules.ts';
import type { RightsTable } from '../rights-table.ts';

const centres = new Set(['laos']);

export const tables: RightsTable[] = [
	{
		rules: 'events/rules.ts',
		about: 'an event that the centre of Laos organises',
		things: () => Object.fromEntries(EVENT_PHASES.map((phase) => [phase, { phase, centres }])),
		rights: Object.fromEntries(EVENT_RIGHTS.map((right) => [right, eventRules[right]])),
	},
	{
		rules: 'events/rules.ts',
		about: 'events of the centre of Laos',
		things: () => ({ '': { centreId: 'laos' } }),
		rights: Object.fromEntries(CENTRE_EVENT_RIGHTS.map((right) => [right, centreEventRules[right]])),
	},
	{
		rules: 'events/rules.ts',
		about: 'the institute’s reader as a speaker of an event of the centre of Laos',
		things: ({ network }) =>
			Object.fromEntries(
				(['asked', 'given', 'refused'] as const).map((consent) => [consent, { phase: 'announced' as const, centres, consent, userId: network.reader.kind === 'member' ? network.reader.userId : null }]),
			),
		rights: Object.fromEntries(SPEAKER_RIGHTS.map((right) => [right, speakerRules[right]])),
	},
];
