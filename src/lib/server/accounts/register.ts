import { inTransaction } from '#lib/server/platform/database.ts';
import { mailAlreadyRegistered, mailRegistration } from './account-mails.ts';
import type { AccountsContext, Asking } from './accounts-context.ts';
import { mayAskForLetter } from './attempts/letters.ts';
import { localPath, type AccountError, type OrganisationInput, type PersonInput } from './input.ts';
import { insertRegistration, isUnclaimed, userByEmail } from './joining/queries.ts';
import { passwordProblems } from './passwords/strength.ts';
import { hashOf, newToken } from './tokens.ts';

const DAYS = 24 * 60 * 60_000;
/** How long the link of the letter is valid. */
const REGISTRATION_MS = 2 * DAYS;

export type RegisterResult = { asked: true } | { errors: AccountError[] } | { refused: 'too_many' };

/**
 * Asks for an account. A letter goes to the address: with a link that makes the account (`confirmRegistration`), or, where
 * the address has one, with a word to its owner. Who asks is told the same, and the same work is done, either way. Both letters
 * lead on to `next`, a path of this site, where there is one.
 */
export async function register(
	context: AccountsContext,
	input: Asking & { person: PersonInput; organisation: OrganisationInput | null; next?: string },
): Promise<RegisterResult> {
	const { person, now } = input;
	const letter = await mayAskForLetter(context, { ...input, email: person.email });
	if (letter === 'too_many') return { refused: 'too_many' };
	const errors = await passwordProblems(person.password, 'password', [person.name, person.email, input.organisation?.name ?? '']);
	if (errors.length > 0) return { errors };
	const passwordHash = await context.hashing.hash(person.password);
	if (letter === 'enough') return { asked: true };
	const token = newToken();
	const way = { baseUrl: context.baseUrl, next: localPath(input.next, '') };
	await inTransaction(context.db, async (tx) => {
		const owner = await userByEmail(tx, person.email);
		await insertRegistration(tx, {
			tokenHash: hashOf(token),
			email: person.email,
			name: person.name,
			language: person.language,
			passwordHash,
			organisation: input.organisation,
			expiresAt: new Date(now.getTime() + REGISTRATION_MS),
		});
		if (owner && !(await isUnclaimed(tx, owner))) await mailAlreadyRegistered(tx, context.jobs, owner, way);
		else await mailRegistration(tx, context.jobs, person, { ...way, token });
	});
	return { asked: true };
}
