/**
 * What of all that a document has fetched a page that opens without a network keeps: scripts, styles and fonts, which are the same for
 * everybody. The data of pages that were seen before name people, and stay nowhere.
 */
export const partsOfPage = (fetched: readonly string[], origin: string): string[] => [...new Set(fetched.filter((each) => each.startsWith(`${origin}/_app/`)))];

/** Looks that are taken until everything is kept, a quarter of a second apart. */
const LOOKS_MOST = 40;

/**
 * Keeps this page and all that it is made of, so that it opens without a network (static/page-keeper.js); whether it does from now on.
 * `from` is the path where the page stands without a person: a page that shows who is signed in gives it, so that the next who holds
 * the phone does not read that. A page of somebody's own gives the `person` instead, and is shown to nobody else.
 */
export async function keepPage(base: string, { from, person }: { from?: string; person?: string } = {}): Promise<boolean> {
	if (!('serviceWorker' in navigator) || (person !== undefined && !('cookieStore' in globalThis))) return false;
	// Not `ready`: that waits for a worker of the address where the document was opened, and whoever follows a link has left it.
	const registration = await navigator.serviceWorker.register('/page-keeper.js', { scope: base });
	const worker = registration.active ?? registration.waiting ?? registration.installing;
	const parts = partsOfPage(performance.getEntriesByType('resource').map(({ name }) => name), location.origin);
	const keep = [{ address: location.origin + base, from, isOwn: person !== undefined }, ...parts.map((address) => ({ address }))];
	worker?.postMessage({ keep, person });
	for (let looks = 0; looks < LOOKS_MOST; looks++) {
		const missing = await Promise.all(keep.map(async ({ address }) => !(await caches.match(address))));
		if (!missing.includes(true)) return true;
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	return false;
}
