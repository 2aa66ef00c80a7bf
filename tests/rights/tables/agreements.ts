import { AGREEMENT_STATES } from '#lib/agreements/vocabulary.ts';
import type { DockingSide } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import {
	AGREEMENT_RIGHTS, agreementRules, CENTRE_AGREEMENT_RIGHTS, centreAgreementRules, NEW_AGREEMENT_RIGHTS, newAgreementRules, type AgreementForRules,
} from '#lib/server/agreements/rules.ts';
import type { Ground, RightsTable } from '../rights-table.ts';

const idOf = (actor: Actor) => (actor.kind === 'member' ? actor.userId : '');

const parties = ({ network }: Ground): AgreementForRules['parties'] => [
	{ position: 0, organisationId: network.institute, adviserCentreId: 'laos', isCentre: false, side: 'offering' },
	{ position: 1, organisationId: network.company, adviserCentreId: 'thailand', isCentre: false, side: 'seeking' },
];
const inEachState = (agreement: Omit<AgreementForRules, 'state'>) => Object.fromEntries(AGREEMENT_STATES.map((state) => [state, { ...agreement, state, scanPosition: state === 'signing' ? 0 : null }]));

export const tables: RightsTable[] = [
	{
		rules: 'agreements/rules.ts',
		about: 'an agreement in a docking of the institute (its editor and reader) with the other member; the centre of Laos has its officers read agreements',
		things: (ground) => {
			const { network } = ground;
			const people = new Map<string, DockingSide>([[idOf(network.editor), 'offering'], [idOf(network.reader), 'offering'], [idOf(network.stranger), 'seeking']]);
			const docking = { state: 'agreed' as const, parties: { offering: { organisationId: network.institute, centreId: 'laos' }, seeking: { organisationId: network.company, centreId: 'thailand' } }, people };
			return inEachState({ docking, orphan: false, parties: parties(ground), reviews: [{ centreId: 'laos', adviserId: null, state: 'asked' }], scanPosition: null });
		},
		rights: Object.fromEntries(AGREEMENT_RIGHTS.map((right) => [right, agreementRules[right]])),
	},
	{
		rules: 'agreements/rules.ts',
		about: 'an agreement of the institute with the other member, begun from scratch; the officer of Thailand is the legal adviser of the centre of Laos',
		things: (ground) => inEachState({ docking: null, orphan: false, parties: parties(ground), reviews: [{ centreId: 'laos', adviserId: idOf(ground.network.thaiOfficer), state: 'asked' }], scanPosition: null }),
		rights: Object.fromEntries(AGREEMENT_RIGHTS.map((right) => [right, agreementRules[right]])),
	},
	{
		rules: 'agreements/rules.ts',
		about: 'a new agreement of the institute with the other member',
		things: (ground) => ({ '': { parties: parties(ground) } }),
		rights: Object.fromEntries(NEW_AGREEMENT_RIGHTS.map((right) => [right, newAgreementRules[right]])),
	},
	{
		rules: 'agreements/rules.ts',
		about: 'legal review at the centre of Laos',
		things: () => ({ '': { centreId: 'laos' } }),
		rights: Object.fromEntries(CENTRE_AGREEMENT_RIGHTS.map((right) => [right, centreAgreementRules[right]])),
	},
];
