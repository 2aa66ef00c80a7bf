import { EVENT_PHASES } from '#lib/events/vocabulary.ts';
import { REGISTRATION_STATES, SURVEY_STAGES } from '#lib/registration/vocabulary.ts';
import { FRAME_RIGHTS, frameRules, REGISTRATION_RIGHTS, registrationRules, SURVEY_RIGHTS, surveyRules } from '#lib/server/registration/rules.ts';
import type { RightsTable } from '../rights-table.ts';

const centres = new Set(['laos']);

export const tables: RightsTable[] = [
	{
		rules: 'registration/rules.ts',
		about: 'the registration to an event that the centre of Laos organises',
		things: ({ network }) => {
			const helps = new Set(network.reader.kind === 'member' ? [network.reader.userId] : []);
			const frame = { centres, isOpen: false, doorHelpers: new Set<string>(), takesKeptScans: true };
			return {
				...Object.fromEntries(EVENT_PHASES.flatMap((phase) => [[`${phase}, open`, { ...frame, phase, isOpen: true }], [`${phase}, closed`, { ...frame, phase }], [`${phase}, closed, the institute’s reader helps at the doors`, { ...frame, phase, doorHelpers: helps }]])),
				'long over, closed, the institute’s reader helped at the doors': { ...frame, phase: 'over', doorHelpers: helps, takesKeptScans: false },
			};
		},
		rights: Object.fromEntries(FRAME_RIGHTS.map((right) => [right, frameRules[right]])),
	},
	{
		rules: 'registration/rules.ts',
		about: 'how the institute’s reader registered to an event of the centre of Laos',
		things: ({ network }) =>
			Object.fromEntries(
				(['announced', 'over'] as const).flatMap((phase) => REGISTRATION_STATES.map((state) => [`${state}, ${phase}`, { phase, centres, state, personId: network.reader.kind === 'member' ? network.reader.userId : '' }])),
			),
		rights: Object.fromEntries(REGISTRATION_RIGHTS.map((right) => [right, registrationRules[right]])),
	},
	{
		rules: 'registration/rules.ts',
		about: 'a survey of an event that the centre of Laos organises, of which the institute’s reader is asked or not',
		things: ({ network }) => Object.fromEntries((['running', 'cancelled'] as const).flatMap((phase) => SURVEY_STAGES.flatMap((stage) => [true, false].map((isAsked) => [`${stage}, ${isAsked ? 'asked' : 'not asked'}, ${phase}`, { phase, centres, stage, askedId: isAsked && network.reader.kind === 'member' ? network.reader.userId : null, settled: false }])))),
		rights: Object.fromEntries(SURVEY_RIGHTS.map((right) => [right, surveyRules[right]])),
	},
];
