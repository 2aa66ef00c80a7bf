import type { DockingSide } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { OFFER_RIGHTS, offerRules, TERMS_RIGHTS, termsRules } from '#lib/server/terms/rules.ts';
import { OFFER_STATES } from '#lib/terms/vocabulary.ts';
import type { Ground, RightsTable } from '../rights-table.ts';

const idOf = (actor: Actor) => (actor.kind === 'member' ? actor.userId : '');
function docking({ network }: Ground) {
	const people = new Map<string, DockingSide>([[idOf(network.editor), 'offering'], [idOf(network.reader), 'offering'], [idOf(network.stranger), 'seeking']]);
	return { state: 'negotiating' as const, parties: { offering: { organisationId: network.institute, centreId: 'laos' }, seeking: { organisationId: network.company, centreId: 'thailand' } }, people };
}

export const tables: RightsTable[] = [
	{
		rules: 'terms/rules.ts',
		about: 'terms that the institute (its editor and reader) has offered the other member',
		things: (ground) => Object.fromEntries(OFFER_STATES.map((state) => [state, { docking: docking(ground), side: 'offering', state }])),
		rights: Object.fromEntries(OFFER_RIGHTS.map((right) => [right, offerRules[right]])),
	},
	{
		rules: 'terms/rules.ts',
		about: 'a docking of the institute with the other member in which no terms are open',
		things: (ground) => ({ '': { docking: docking(ground) } }),
		rights: Object.fromEntries(TERMS_RIGHTS.map((right) => [right, termsRules[right]])),
	},
];
