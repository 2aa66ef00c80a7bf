/** The site as passkeys know it. */
export interface RelyingParty {
	id: string;
	origin: string;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The site that a page stands on, where passkeys can be bound to it: its public address; on an installation that is looked
 * at on its own machine, also `localhost`, for a passkey cannot be bound to a number like 127.0.0.1.
 */
export function relyingPartyOf(baseUrl: string, pageOrigin: string): RelyingParty | undefined {
	const [site, page] = [new URL(baseUrl), new URL(pageOrigin)];
	const same = site.origin === page.origin;
	const sameMachine = LOOPBACK.has(site.hostname) && page.hostname === 'localhost' && site.port === page.port;
	if (!same && !sameMachine) return undefined;
	const named = /[a-z]/i.test(page.hostname) && !page.hostname.startsWith('[');
	const safe = page.protocol === 'https:' || page.hostname === 'localhost';
	return named && safe ? { id: page.hostname, origin: page.origin } : undefined;
}
