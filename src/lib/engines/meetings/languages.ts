import type { InterpreterInput, ParticipantInput } from './types.ts';

/**
 * What a meeting needs an interpreter for. Those whose languages nobody asked about are left out of it. No need where some
 * language is spoken by all; else an interpreter serves who has a pair of languages of which everybody speaks one. For two
 * people that is one language of each.
 */
export function interpretersFor(parties: readonly ParticipantInput[], interpreters: readonly InterpreterInput[]): 'none-needed' | number[] {
	const asked = parties.filter(({ languages }) => languages && languages.length > 0);
	if (asked.length < 2 || asked[0]!.languages!.some((language) => asked.every((party) => party.languages!.includes(language)))) return 'none-needed';
	return interpreters.flatMap(({ pairs }, index) => (pairs.some((pair) => asked.every((party) => party.languages!.some((language) => pair.includes(language)))) ? [index] : []));
}
