import { redirect } from '@sveltejs/kit';
import { isLanguage } from '#lib/engines/text/language.ts';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { homeOf } from '#lib/server/accounts/home.ts';
import { LANGUAGE_COOKIE } from '#lib/server/accounts/institutions/language-cookie.ts';
import { returnFromInstitution } from '#lib/server/accounts/institutions/sign-in-with-institution.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import type { RequestHandler } from './$types';

/** The way back from the institution. */
export const GET: RequestHandler = async (event) => {
	const { mitra } = event.locals;
	const read = event.cookies.get(LANGUAGE_COOKIE) ?? '';
	const language = isLanguage(read) ? read : event.locals.language;
	const href = (path: string) => localizeHref(path, { locale: language });
	const result = await returnFromInstitution(mitra.accounts, { ...askingOf(event), id: event.params.id, search: event.url.search, language });
	if ('refused' in result) redirect(303, href(`/sign-in?notice=${result.refused}`));
	if ('connected' in result) redirect(303, href('/account/institutions?connected'));
	passCookies(event.cookies, result.cookies);
	if ('second' in result) redirect(303, href(`/sign-in/second${result.next ? `?next=${encodeURIComponent(result.next)}` : ''}`));
	redirect(303, result.next || href(homeOf(await actorOfUser(mitra.db, result.userId))));
};
