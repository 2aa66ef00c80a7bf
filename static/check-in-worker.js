// The service worker of the page at the doors of an event (/desk/events/<id>/check-in): it keeps that page and what it is made of,
// so that it opens without a network. It is registered for that address alone, and answers nothing else. Scans and lists of
// people are none of its business: the page keeps them.
const KEPT = 'check-in-1';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// The page says what it is made of, once it is there: what it fetched before this worker came is asked for again.
self.addEventListener('message', (event) => {
	if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});

async function keep(addresses) {
	const cache = await caches.open(KEPT);
	await Promise.all(
		addresses.map(async (address) => {
			if (isImmutable(address) && (await cache.match(address))) return;
			const answer = await fetch(address, { credentials: 'same-origin' });
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
