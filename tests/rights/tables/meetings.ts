import { INVITATION_RIGHTS, invitationRules, MEETING_RIGHTS, meetingRules, MEETINGS_RIGHTS, meetingsRules, REQUEST_RIGHTS, requestRules, type InvitationForRules, type MeetingForRules, type MeetingsForRules, type RequestForRules } from '#lib/server/meetings/rules.ts';
import type { Ground, RightsTable } from '../rights-table.ts';

const event = { phase: 'announced' as const, centres: new Set(['laos']) };
const idOf = (network: Ground['network'], name: 'reader' | 'stranger' | 'editor') => {
	const actor = network[name];
	return actor.kind === 'member' ? actor.userId : '';
};

export const tables: RightsTable[] = [
	{
		rules: 'meetings/rules.ts',
		about: 'meetings at an event of the centre of Laos, for the institute’s reader, who is registered',
		things: ({ network }) => {
			const own = { personId: idOf(network, 'reader'), approved: true, joined: true, interprets: false };
			const things: Record<string, MeetingsForRules> = {
				'wants meetings': { ...event, frame: 'open', pastDeadline: false, own },
				'past the deadline': { ...event, frame: 'open', pastDeadline: true, own },
				'not joined': { ...event, frame: 'open', pastDeadline: false, own: { ...own, joined: false } },
				interprets: { ...event, frame: 'open', pastDeadline: false, own: { ...own, joined: false, interprets: true } },
				'not approved': { ...event, frame: 'open', pastDeadline: false, own: { ...own, approved: false } },
				'being prepared': { ...event, frame: 'preparing', pastDeadline: false, own },
				'event cancelled': { ...event, phase: 'cancelled', frame: 'open', pastDeadline: false, own },
				'running and not joined': { ...event, phase: 'running', frame: 'closed', pastDeadline: true, own: { ...own, joined: false } },
				'running and interprets': { ...event, phase: 'running', frame: 'open', pastDeadline: false, own: { ...own, interprets: true } },
			};
			return things;
		},
		rights: Object.fromEntries(MEETINGS_RIGHTS.map((right) => [right, meetingsRules[right]])),
	},
	{
		rules: 'meetings/rules.ts',
		about: 'a request of the institute’s reader to a member of another organisation for a meeting at that event',
		things: ({ network }) => {
			const request: RequestForRules = { ...event, state: 'asked', lapsed: false, proposed: false, from: idOf(network, 'reader'), asked: [idOf(network, 'stranger')], toAnswer: [idOf(network, 'stranger')], parties: [idOf(network, 'reader'), idOf(network, 'stranger')], allCome: true, canGoOn: false, placed: false };
			return { asked: request, 'proposed by the organisers': { ...request, proposed: true, toAnswer: request.parties }, 'not answered in time': { ...request, lapsed: true }, accepted: { ...request, state: 'accepted' }, placed: { ...request, state: 'accepted', placed: true }, refused: { ...request, state: 'refused' }, 'one of several has declined': { ...request, toAnswer: [], parties: [idOf(network, 'reader'), 'somebody-else'], asked: [idOf(network, 'stranger'), 'somebody-else'], canGoOn: true } };
		},
		rights: Object.fromEntries(REQUEST_RIGHTS.map((right) => [right, requestRules[right]])),
	},
	{
		rules: 'meetings/rules.ts',
		about: 'an invitation of the institute’s reader to the owner of a listing who is not registered for that event',
		things: ({ network }) => {
			const invitation: InvitationForRules = { ...event, state: 'open', from: idOf(network, 'reader') };
			return { open: invitation, 'taken up': { ...invitation, state: 'taken' } };
		},
		rights: Object.fromEntries(INVITATION_RIGHTS.map((right) => [right, invitationRules[right]])),
	},
	{
		rules: 'meetings/rules.ts',
		about: 'the meeting of these two, which the institute’s editor interprets in some cases',
		things: ({ network }) => {
			const meeting: MeetingForRules = { ...event, state: 'planned', over: false, parties: [idOf(network, 'reader'), idOf(network, 'stranger')], interpreter: null };
			const interpreted = { ...meeting, interpreter: idOf(network, 'editor') };
			return { ahead: meeting, over: { ...meeting, over: true }, 'called off': { ...meeting, state: 'cancelled' }, 'ahead and interpreted': interpreted, 'over and interpreted': { ...interpreted, over: true } };
		},
		rights: Object.fromEntries(MEETING_RIGHTS.map((right) => [right, meetingRules[right]])),
	},
];
