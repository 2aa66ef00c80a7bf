import { unsubscribe, searchNameOf } from '#lib/server/alerts/unsubscribe.ts';
import { readUnsubscribeToken, type Unsubscription } from '#lib/server/alerts/unsubscribe-token.ts';
import type { Mitra } from '#lib/server/mitra.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { ensureSecret } from '#lib/server/platform/secret.ts';
import type { Actions, PageServerLoad } from './$types';

async function asked(mitra: Mitra, token: string): Promise<Unsubscription> {
	const what = readUnsubscribeToken(await ensureSecret(mitra.configuration.dataFolder), token);
	if (!what) throw new ExpectedError('not_found', 'No such link.');
	return what;
}

/** Opening the link changes nothing: programs that look at mails open every link in them. */
export const load: PageServerLoad = async ({ params, locals, setHeaders }) => {
	const what = await asked(locals.mitra, params.token);
	// The address is the right itself: it must not travel on as where somebody came from.
	setHeaders({ 'cache-control': 'no-store' });
	return { letters: what.kind === 'rhythm' ? what.rhythm : what.kind, name: await searchNameOf(locals.mitra.db, what) };
};

export const actions: Actions = {
	/** The page's button, and the one click of a mail program (RFC 8058): nobody needs to be signed in. */
	default: async ({ params, locals }) => {
		await unsubscribe(locals.mitra, await asked(locals.mitra, params.token));
		return { done: true };
	},
};
