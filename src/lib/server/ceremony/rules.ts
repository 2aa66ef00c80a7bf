import { isLive } from '#lib/events/phase.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { agreementRules, positionsOf, type AgreementForRules } from '#lib/server/agreements/rules.ts';
import { advisesFor } from '#lib/server/docking/rules.ts';
import { eventRules, type EventForRules } from '#lib/server/events/rules.ts';

/** What a rule needs to know of an agreement at a signing ceremony. */
export interface SigningForRules {
	event: EventForRules;
	agreement: AgreementForRules;
	/** All parties have agreed to be shown. */
	agreed: boolean;
}

const inPerson = (actor: Actor) => isSignedIn(actor) && !actor.support && !actor.scopes;
const moves = ({ docking, orphan }: AgreementForRules) => !orphan && docking?.state !== 'stopped';

/**
 * The positions of the parties for which somebody says that they may be shown: who speaks for them, and the officers who advise
 * them. A party outside of the network has nobody here: for it, an officer who advises another one.
 */
export const agreesFor = (actor: Actor, agreement: AgreementForRules): number[] => (moves(agreement) ? standsFor(actor, agreement) : []);

/** The same, also where nothing moves any more. */
function standsFor(actor: Actor, agreement: AgreementForRules): number[] {
	if (!inPerson(actor)) return [];
	const own = positionsOf(actor, agreement);
	if (!agreementRules.view(actor, agreement)) return [];
	const advises = (centreId: string | null) => centreId !== null && advisesFor(actor, centreId);
	const isAdviser = agreement.parties.some(({ adviserCentreId }) => advises(adviserCentreId));
	return agreement.parties
		.filter(({ position, organisationId, isCentre, adviserCentreId }) => own.includes(position) || advises(adviserCentreId) || (isAdviser && organisationId === null && !isCentre && adviserCentreId === null))
		.map(({ position }) => position);
}

const isInside = (actor: Actor, { agreement }: SigningForRules) => agreesFor(actor, agreement).length > 0;
const organises = (actor: Actor, { agreed, event }: SigningForRules) => agreed && eventRules.organise(actor, event);

/** Who may do what with an agreement at a signing ceremony. Organisers learn of it only once all parties have agreed. */
export const signingRules = {
	view: (actor: Actor, signing: SigningForRules): boolean => agreementRules.view(actor, signing.agreement) || (signing.agreed && eventRules.viewInside(actor, signing.event)),
	/** To propose it for a ceremony, and to agree for one's own side. */
	putForward: (actor: Actor, signing: SigningForRules): boolean => isInside(actor, signing) && isLive(signing.event) && signing.agreement.state === 'ready',
	/** Any side takes it back, without a reason, until it is signed; also in a docking that is stopped. */
	takeBack: (actor: Actor, signing: SigningForRules): boolean => standsFor(actor, signing.agreement).length > 0 && !['signed', 'ended'].includes(signing.agreement.state),
	/** What a public order shows of it, for the own party: before it is signed and afterwards. */
	letShow: (actor: Actor, signing: SigningForRules): boolean => inPerson(actor) && agreementRules.view(actor, signing.agreement) && positionsOf(actor, signing.agreement).length > 0,
	/** The signatories' names and titles on the protocol sheet. */
	write: (actor: Actor, signing: SigningForRules): boolean => isInside(actor, signing) || organises(actor, signing),
	/** The order, what happens on stage, and the pictures. */
	conduct: organises,
} as const;
export type SigningRight = keyof typeof signingRules;
export const SIGNING_RIGHTS = Object.keys(signingRules) as SigningRight[];
