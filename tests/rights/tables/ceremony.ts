import { AGREEMENT_STATES } from '#lib/agreements/vocabulary.ts';
import { SIGNING_RIGHTS, signingRules, type SigningForRules } from '#lib/server/ceremony/rules.ts';
import type { Ground, RightsTable } from '../rights-table.ts';

const signing = ({ network }: Ground, state: SigningForRules['agreement']['state'], agreed: boolean): SigningForRules => ({
	event: { phase: 'announced', centres: new Set(['laos']) },
	agreed,
	agreement: {
		state, docking: null, orphan: false, reviews: [], scanPosition: null,
		parties: [
			{ position: 0, organisationId: network.institute, adviserCentreId: 'laos', isCentre: false, side: null },
			{ position: 1, organisationId: network.company, adviserCentreId: 'thailand', isCentre: false, side: null },
		],
	},
});
/** Between organisations that none of the people here belongs to or advises, but for the secretariat. */
const elsewhere = (ground: Ground, agreed: boolean): SigningForRules => {
	const { agreement, ...rest } = signing(ground, 'ready', agreed);
	return { ...rest, agreement: { ...agreement, parties: agreement.parties.map((party) => ({ ...party, organisationId: crypto.randomUUID(), adviserCentreId: 'vietnam' })) } };
};

export const tables: RightsTable[] = [
	{
		rules: 'ceremony/rules.ts',
		about: 'an agreement of the institute with the other member, at a ceremony of an event that the centre of Laos organises',
		things: (ground) => Object.fromEntries(AGREEMENT_STATES.map((state) => [state, signing(ground, state, true)])),
		rights: Object.fromEntries(SIGNING_RIGHTS.map((right) => [right, signingRules[right]])),
	},
	{
		rules: 'ceremony/rules.ts',
		about: 'an agreement of others that is ready to sign, at that ceremony: before all parties have agreed, and after',
		things: (ground) => ({ proposed: elsewhere(ground, false), agreed: elsewhere(ground, true) }),
		rights: Object.fromEntries((['view', 'write', 'conduct'] as const).map((right) => [right, signingRules[right]])),
	},
];
