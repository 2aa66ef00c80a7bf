import type { AccountsContext, Asking } from './accounts-context.ts';
import { deviceCookie } from './attempts/known-device.ts';
import { headersFor } from './auth.ts';
import { isSecure } from './sign-in.ts';

/** Leaves the sign-in of a person half finished, until a code of the second factor comes; answers Set-Cookie lines. */
export async function secondStepFor(context: AccountsContext, input: Asking & { userId: string }): Promise<string[]> {
	const response = await context.auth.api.beginSecondFactor({ body: { userId: input.userId }, headers: headersFor(input), asResponse: true });
	if (!response.ok) throw new Error(`The second step answered ${response.status}.`);
	return response.headers.getSetCookie();
}

/** Signs in a person who has proven to be who he or she is; answers Set-Cookie lines. The device is known from now on. */
export async function sessionFor(context: AccountsContext, input: Asking & { userId: string; email: string }): Promise<string[]> {
	const response = await context.auth.api.signInProven({ body: { userId: input.userId }, headers: headersFor(input), asResponse: true });
	if (!response.ok) throw new Error(`The session answered ${response.status}.`);
	return [...response.headers.getSetCookie(), deviceCookie(context.secret, input.headers, input.email, isSecure(context))];
}
