import { FILE_DISCLOSURES, NDA_STATES } from '#lib/confidence/vocabulary.ts';
import type { DockingSide } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { DOCKING_FILE_RIGHTS, dockingFileRules, NDA_RIGHTS, ndaRules, type FileForRules, type NdaForRules } from '#lib/server/confidence/rules.ts';
import type { DockingAccess } from '#lib/server/docking/rules.ts';
import type { Ground, RightsTable } from '../rights-table.ts';

const idOf = (actor: Actor) => (actor.kind === 'member' ? actor.userId : '');

/** The institute offers (its editor and reader are contact people), the company of the other member seeks. */
const access = ({ network }: Ground): DockingAccess => ({
	state: 'introduced',
	parties: { offering: { organisationId: network.institute, centreId: 'laos' }, seeking: { organisationId: network.company, centreId: 'thailand' } },
	people: new Map<string, DockingSide>([[idOf(network.editor), 'offering'], [idOf(network.reader), 'offering'], [idOf(network.stranger), 'seeking']]),
});

export const tables: RightsTable[] = [
	{
		rules: 'confidence/rules.ts',
		about: 'a file that the institute has added to its docking with the other member (editor and reader are contact people)',
		things: (ground) => {
			const file = (change: Partial<FileForRules>): FileForRules => ({ access: access(ground), side: 'offering', disclosure: 'parties', ndaInForce: false, removed: false, ...change });
			return {
				...Object.fromEntries(FILE_DISCLOSURES.map((disclosure) => [disclosure, file({ disclosure })])),
				'confidential, NDA in force': file({ disclosure: 'confidential', ndaInForce: true }),
				'own, NDA in force': file({ disclosure: 'own', ndaInForce: true }),
				'docking stopped': file({ access: { ...access(ground), state: 'stopped' } }),
			};
		},
		rights: Object.fromEntries(DOCKING_FILE_RIGHTS.map((right) => [right, dockingFileRules[right]])),
	},
	{
		rules: 'confidence/rules.ts',
		about: 'the NDA of that docking, proposed by the institute',
		things: (ground) => {
			const nda = (change: Partial<NdaForRules>): NdaForRules => ({ access: access(ground), state: 'proposed', proposedSide: 'offering', signed: new Set(), ...change });
			return {
				none: nda({ state: null, proposedSide: null }),
				...Object.fromEntries(NDA_STATES.map((state) => [state, nda({ state, signed: new Set<DockingSide>(state === 'half_signed' ? ['offering'] : state === 'in_force' || state === 'ended' ? ['offering', 'seeking'] : []) })])),
				'docking stopped': nda({ access: { ...access(ground), state: 'stopped' } }),
			};
		},
		rights: Object.fromEntries(NDA_RIGHTS.map((right) => [right, ndaRules[right]])),
	},
];
