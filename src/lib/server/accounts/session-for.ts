import type { AccountsContext, Asking } from './accounts-context.ts';
import { deviceCookie } from './attempts/known-device.ts';
import { headersFor } from './auth.ts';
import { isSecure } from './sign-in.ts';

/** Signs in a person who has proven to be who he or she is; answers Set-Cookie lines. The device is known from now on. */
export async function sessionFor(context: AccountsContext, input: Asking & { userId: string; email: string }): Promise<string[]> {
	const response = await context.auth.api.signInProven({ body: { userId: input.userId }, headers: headersFor(input), asResponse: true });
	if (!response.ok) throw new Error(`The session answered ${response.status}.`);
	return [...response.headers.getSetCookie(), deviceCookie(context.secret, input.headers, input.email, isSecure(context))];
}
