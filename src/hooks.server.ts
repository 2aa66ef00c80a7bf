import { redirect } from '@sveltejs/kit';
import { sequence, type Handle, type HandleServerError, type ServerInit } from '@sveltejs/kit/hooks';
import { building } from '$app/env';
import { VISITOR } from '#lib/server/accounts/actor.ts';
import { forgetOthersPages } from '#lib/server/accounts/own-pages.ts';
import { actorOfRequest } from '#lib/server/accounts/request-actor.ts';
import { mitraOfVisit } from '#lib/server/accounts/support/mitra-of-visit.ts';
import { openedMitra, openMitra } from '#lib/server/open-mitra.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { log, pathWithoutToken } from '#lib/server/platform/log.ts';
import { safeHeaders } from '#lib/server/platform/safe-headers.ts';
import { makeFormReadable } from '#lib/server/platform/readable-form.ts';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { isLanguage } from '#lib/engines/text/language.ts';

/** Opens database, index, files and jobs once, before the first request. */
export const init: ServerInit = async () => {
	if (!building) await openMitra();
};

const inLanguage: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ locale }) => {
		event.locals.language = isLanguage(locale) ? locale : 'en';
		return resolve(event, {
			transformPageChunk: ({ html }) => html.replace('%paraglide.lang%', locale).replace('%paraglide.textDirection%', 'ltr'),
		});
	});

const asActor: Handle = async ({ event, resolve }) => {
	const mitra = openedMitra();
	event.locals.mitra = mitra;
	event.locals.requestId = crypto.randomUUID();
	event.locals.actor = VISITOR;
	makeFormReadable(event.request);
	event.locals.actor = await actorOfRequest(mitra, { headers: event.request.headers, place: event.getClientAddress() });
	forgetOthersPages(event);
	const { actor } = event.locals;
	const inVisit = actor.kind === 'member' && actor.support !== undefined && !['GET', 'HEAD'].includes(event.request.method);
	// What a helper may do is decided where it is done; here the request only gets a database that holds to it.
	if (inVisit) event.locals.mitra = mitraOfVisit(mitra);
	const response = await resolve(event);
	if (inVisit && response.status === 403 && event.request.headers.get('accept')?.includes('text/html')) redirect(303, localizeHref('/account/support?refused'));
	return response;
};

const withSafeHeaders: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const isSignedIn = event.locals.actor.kind !== 'visitor';
	for (const [name, value] of safeHeaders({ isHttps: event.url.protocol === 'https:', isSignedIn, hasPolicy: response.headers.has('content-security-policy') }))
		response.headers.set(name, value);
	return response;
};

export const handle = sequence(inLanguage, asActor, withSafeHeaders);

export const handleError: HandleServerError = (caught) => {
	const { error, event } = caught;
	if (error instanceof ExpectedError) return { status: error.status, message: error.code };
	if (caught.kind !== 'unknown') return;
	log.error('request.failed', error, { path: pathWithoutToken(event), request: event.locals.requestId ?? '' });
	return { message: 'internal', code: event.locals.requestId };
};
