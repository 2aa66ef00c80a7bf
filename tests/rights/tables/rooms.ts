import type { DockingSide } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { ROOM_RIGHTS, roomRules } from '#lib/server/rooms/rules.ts';
import type { RightsTable } from '../rights-table.ts';

const idOf = (actor: Actor) => (actor.kind === 'member' ? actor.userId : '');

export const tables: RightsTable[] = [
	{
		rules: 'rooms/rules.ts',
		about: 'the room of a docking of the institute, whose editor and reader are contact people, with the company of the other member (an outsider there); a meeting there by either side',
		things: ({ network }) => {
			const people = new Map<string, DockingSide>([[idOf(network.editor), 'offering'], [idOf(network.reader), 'offering']]);
			const parties = { offering: { organisationId: network.institute, centreId: 'laos' }, seeking: { organisationId: network.company, centreId: 'vietnam' } };
			const docking = (state: 'negotiating' | 'stopped') => ({ state, parties, people });
			return {
				'own meeting': { docking: docking('negotiating'), side: 'offering' },
				'their meeting': { docking: docking('negotiating'), side: 'seeking' },
				stopped: { docking: docking('stopped'), side: 'offering' },
			};
		},
		rights: Object.fromEntries(ROOM_RIGHTS.map((right) => [right, roomRules[right]])),
	},
];
