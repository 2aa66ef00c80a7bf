import { EVENT_PHASES } from '#lib/events/vocabulary.ts';
import { LIVE_MEETING_RIGHTS, liveMeetingRules, MEETING_DESK_RIGHTS, meetingDeskRules } from '#lib/server/meetings/frame/rules.ts';
import type { RightsTable } from '../rights-table.ts';

const centres = new Set(['laos']);

export const tables: RightsTable[] = [
	{
		rules: 'meetings/frame/rules.ts',
		about: 'the meetings of an event that the centre of Laos organises',
		things: () => Object.fromEntries(EVENT_PHASES.map((phase) => [phase, { phase, centres }])),
		rights: Object.fromEntries(MEETING_DESK_RIGHTS.map((right) => [right, meetingDeskRules[right]])),
	},
	{
		rules: 'meetings/frame/rules.ts',
		about: 'a meeting of the institute’s reader and another person at an event of the centre of Laos',
		things: ({ network }) => Object.fromEntries(EVENT_PHASES.map((phase) => [phase, { phase, centres, parties: new Set([network.reader.kind === 'member' ? network.reader.userId : '', 'somebody-else']) }])),
		rights: Object.fromEntries(LIVE_MEETING_RIGHTS.map((right) => [right, liveMeetingRules[right]])),
	},
];
