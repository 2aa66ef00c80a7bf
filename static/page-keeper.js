// The service worker of the pages that open without a network: the doors of an event (/desk/events/<id>/check-in), a stand
// (/events/<id>/exhibition/<exhibitor>/stand), and of one's own the agenda (/events/<id>/meetings) and the badge
// (/events/<id>/register/badge). It keeps such a page and what it is made of, is registered for its address alone, and answers nothing
// else. Scans and lists of people are none of its business: the pages keep them.
const KEPT = 'check-in-1';
/** What is somebody's own, with that person's sign after it. */
const OWN = 'own-pages-';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// The page says what it is made of, once it is there: what it fetched before this worker came is asked for again.
self.addEventListener('message', (event) => {
	if (event.data?.keep) event.waitUntil(keep(event.data.keep, event.data.person));
});

// The server takes the sign away with the session, and when somebody else signs in (own-pages.ts). A browser that cannot be asked for it keeps nothing of anybody's own.
const personHere = async () => (await self.cookieStore?.get('mitra-own-pages'))?.value;

async function dropOthers() {
	const own = OWN + (await personHere());
	for (const name of await caches.keys()) if (name.startsWith(OWN) && name !== own) await caches.delete(name);
}

async function keptPage(address) {
	await dropOthers();
	return caches.match(address);
}

// `from` is where the page stands as nobody in particular sees it: asked for without cookies, it names nobody. `isOwn`: it is that of `person`.
async function keep(parts, person) {
	await dropOthers();
	const cache = await caches.open(KEPT);
	await Promise.all(
		parts.map(async ({ address, from, isOwn }) => {
			if (isImmutable(address) && (await cache.match(address))) return;
			const answer = await fetch(from ?? address, { credentials: from ? 'omit' : 'same-origin' });
			if (!answer.ok || answer.redirected) return;
			if (!isOwn) await cache.put(address, answer);
			else if ((await personHere()) === person) await (await caches.open(OWN + person)).put(address, answer);
		}),
	);
}

const isImmutable = (address) => new URL(address, self.location.origin).pathname.includes('/_app/immutable/');

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== self.location.origin || pathname.endsWith('/people')) return;
	if (isImmutable(request.url)) event.respondWith(keptOrFetched(request));
	else event.respondWith(fetchedOrKept(request));
});

async function keptOrFetched(request) {
	const kept = await caches.match(request.url);
	return kept ?? fetch(request);
}

// The network first, so that a page is never older than it must be; a network that says nothing for five seconds is none.
async function fetchedOrKept(request) {
	const kept = await keptPage(request.url);
	if (!kept) return fetch(request);
	try {
		const answer = await fetch(request, { signal: AbortSignal.timeout(5000) });
		return answer.ok || answer.status < 500 ? answer : kept;
	} catch {
		return kept;
	}
}
