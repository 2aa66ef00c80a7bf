// The service worker of the pages that open without a network: the doors of an event (/desk/events/<id>/check-in) and a stand
// (/events/<id>/exhibition/<exhibitor>/stand). It keeps such a page and what it is made of, is registered for its address alone, and
// answers nothing else. Scans and lists of people are none of its business: the pages keep them.
const KEPT = 'check-in-1';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// The page says what it is made of, once it is there: what it fetched before this worker came is asked for again.
self.addEventListener('message', (event) => {
	if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});

// `from` is where the page stands as nobody in particular sees it: asked for without cookies, it names nobody.
async function keep(parts) {
	const cache = await caches.open(KEPT);
	await Promise.all(
		parts.map(async ({ address, from }) => {
			if (isImmutable(address) && (await cache.match(address))) return;
			const answer = await fetch(from ?? address, { credentials: from ? 'omit' : 'same-origin' });
			if (answer.ok && !answer.redirected) await cache.put(address, answer);
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
	const kept = await caches.match(request.url);
	if (!kept) return fetch(request);
	try {
		const answer = await fetch(request, { signal: AbortSignal.timeout(5000) });
		return answer.ok || answer.status < 500 ? answer : kept;
	} catch {
		return kept;
	}
}
