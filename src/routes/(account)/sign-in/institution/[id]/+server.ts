import { redirect } from '@sveltejs/kit';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { localPath } from '#lib/server/accounts/input.ts';
import { beginAtInstitution } from '#lib/server/accounts/institutions/sign-in-with-institution.ts';
import { LANGUAGE_COOKIE } from '#lib/server/accounts/institutions/language-cookie.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { accountRules } from '#lib/server/accounts/rules.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { RequestHandler } from './$types';

/** Leads to the institution. With `connect`, whoever is signed in connects it with the account. */
export const GET: RequestHandler = async (event) => {
	const { actor, mitra } = event.locals;
	const connecting = event.url.searchParams.has('connect') && actor.kind === 'member';
	if (connecting && !accountRules.secure(actor, actor)) throw new ExpectedError('forbidden', 'Connections are the person’s own affair.');
	const begun = await beginAtInstitution(mitra.accounts, {
		...askingOf(event),
		id: event.params.id,
		next: localPath(event.url.searchParams.get('next'), ''),
		member: connecting ? actor : null,
	});
	if (!begun) throw new ExpectedError('not_found', 'There is no such institution.');
	if ('refused' in begun) redirect(303, href('/sign-in?notice=institution'));
	passCookies(event.cookies, [begun.cookie]);
	// The institution has one address to send back to, whatever language was read here.
	event.cookies.set(LANGUAGE_COOKIE, event.locals.language, { path: '/sign-in/institution', maxAge: 3600, httpOnly: true, sameSite: 'lax' });
	// The one way that leads out of the site: to the address that the institution's own description names.
	redirect(303, begun.url, { external: true });
};
