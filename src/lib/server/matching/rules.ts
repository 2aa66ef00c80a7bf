import { isSignedIn, servesCentre, type Actor } from '#lib/server/accounts/actor.ts';

/** What a rule needs to know of a pair. */
export interface PairForRules {
	needCentreId: string;
	offerCentreId: string;
}

/** Who may see what the engine suggests. What brokers may do with a pair is theirs to say (the broker's desk). */
export const pairRules = {
	/** An officer of the centre of either side. */
	view: (actor: Actor, pair: PairForRules): boolean =>
		servesCentre(actor, pair.needCentreId) || servesCentre(actor, pair.offerCentreId),
};

const isSecretariat = (actor: Actor): boolean =>
	actor.kind === 'operator' || (isSignedIn(actor) && [...actor.centres.values()].includes('secretariat'));
const isOfficer = (actor: Actor): boolean => actor.kind === 'operator' || (isSignedIn(actor) && actor.centres.size > 0);

/** Who may do what with the weights of the criteria: they hold for every centre, so the secretariat decides. */
export const weightsRules = {
	view: isOfficer,
	learn: isSecretariat,
	switchOn: isSecretariat,
} satisfies Record<string, (actor: Actor) => boolean>;

/** Who may do what with the matching of all with all. */
export const passRules = {
	view: isOfficer,
	steer: isSecretariat,
} satisfies Record<string, (actor: Actor) => boolean>;
