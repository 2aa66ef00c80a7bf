import type { Database } from '#lib/server/platform/database.ts';
import type { Auth } from './auth.ts';
import { foundOrganisation } from './found-organisation.ts';
import type { AccountError, OrganisationInput, PersonInput } from './input.ts';

export type RegisterResult = { userId: string; organisationId: string; cookies: string[] } | { errors: AccountError[] };

/**
 * Makes an account and, with it, the entry of the person's organisation, which waits for admission by its centre. Where
 * the second step fails the account stands, and the account page offers it again.
 */
export async function register(
	context: { db: Database; auth: Auth },
	input: { person: PersonInput; organisation: OrganisationInput; headers: Headers },
): Promise<RegisterResult> {
	const { person } = input;
	const response = await context.auth.api.signUpEmail({
		body: { name: person.name, email: person.email, password: person.password, language: person.language },
		headers: input.headers,
		asResponse: true,
	});
	if (!response.ok) return { errors: [signUpError((await response.json()) as { code?: string }, response.status)] };
	const { user } = (await response.json()) as { user: { id: string } };
	const organisationId = await foundOrganisation(context.db, { userId: user.id, name: person.name }, input.organisation);
	return { userId: user.id, organisationId, cookies: response.headers.getSetCookie() };
}

function signUpError(answer: { code?: string }, status: number): AccountError {
	switch (answer.code) {
		case 'USER_ALREADY_EXISTS':
		case 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL':
			return { field: 'email', code: 'taken' };
		case 'PASSWORD_TOO_SHORT':
			return { field: 'password', code: 'password_short' };
		case 'PASSWORD_TOO_LONG':
			return { field: 'password', code: 'password_long' };
		case 'INVALID_EMAIL':
		case 'VALIDATION_ERROR':
			return { field: 'email', code: 'email' };
	}
	throw new Error(`Registration answered ${status} ${answer.code ?? ''}.`);
}
