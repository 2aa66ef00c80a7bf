import compression from 'compression';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { configuration } from '#lib/server/platform/configuration.ts';
import { log } from '#lib/server/platform/log.ts';

/** The web server: SvelteKit's build behind Node's HTTP server. `mitra up` runs it, or a process supervisor of yours. */

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const settings = configuration();

// SvelteKit learns its own address from these headers, which are set below for every request, whatever came with it.
process.env.PROTOCOL_HEADER = 'x-mitra-protocol';
process.env.HOST_HEADER = 'x-mitra-host';
// Attachments and spreadsheets; what a form may carry it says itself.
process.env.BODY_SIZE_LIMIT ??= '64M';

const handler = await loadHandler();
// Pages are a tenth of their size on the wire; files under /_app are compressed already and pass as they are.
// Server-sent events would wait in the compressor for more of their kind.
const compress = compression({ filter: (request, response) => !String(response.getHeader('content-type')).startsWith('text/event-stream') && compression.filter(request, response) });
const server = createServer((request, response) => {
	setOwnAddress(request);
	admitOneClick(request);
	// Files of the build pass the hooks by, where the other headers are set.
	response.setHeader('x-content-type-options', 'nosniff');
	// compression is written for Express, whose request and response extend these; it uses nothing that they lack.
	compress(request as Parameters<typeof compress>[0], response as Parameters<typeof compress>[1], () =>
		handler(request, response, () => {
			response.statusCode = 404;
			response.end();
		}),
	);
});
// Longer than the 60 s that proxies keep a connection, so that it is never closed under a request of theirs.
server.keepAliveTimeout = 65_000;
server.headersTimeout = 70_000;
server.requestTimeout = 300_000;

server.on('error', (error: NodeJS.ErrnoException) => {
	log.error('web.cannot-listen', error, { host: settings.host, port: settings.port });
	process.exit(1);
});
server.listen(settings.port, settings.host);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
// Whoever started this process is gone without a word: nobody else would stop it.
process.on('disconnect', () => stop('the starter is gone'));

async function loadHandler(): Promise<Handler> {
	const module = (await import(pathToFileURL(join(buildFolder(), 'handler.js')).href)) as { handler: Handler };
	return module.handler;
}

/** The build that the starter chose, so that a server started again after a crash is the same; else the last one. */
function buildFolder(): string {
	if (process.env.MITRA_BUILD) return process.env.MITRA_BUILD;
	const builds = join(import.meta.dirname, '..', '..', 'build');
	return join(builds, readFileSync(join(builds, 'current'), 'utf8').trim());
}

/**
 * With a configured address links and form checks use that one; without, the host that the browser asked for, so that
 * 127.0.0.1, localhost and the name in the local network all work.
 */
function setOwnAddress(request: IncomingMessage): void {
	const own = settings.baseUrlIsSet ? new URL(settings.baseUrl) : undefined;
	request.headers['x-mitra-protocol'] = own ? own.protocol.replace(':', '') : 'http';
	request.headers['x-mitra-host'] = own?.host ?? request.headers.host ?? '';
}

/**
 * Mail programs unsubscribe by a POST without Origin or cookies (RFC 8058), which the check against forged forms would refuse.
 * The signed address is the proof there; so such a request counts as our own, and whatever cookie it has does not.
 */
function admitOneClick(request: IncomingMessage): void {
	const { headers, method, url = '' } = request;
	if (method !== 'POST' || headers.origin !== undefined || !/^(\/[a-z]{2,3})?\/unsubscribe\/[^/?]+$/.test(url)) return;
	headers.origin = `${String(headers['x-mitra-protocol'])}://${String(headers['x-mitra-host'])}`;
	delete headers.cookie;
}

/** No new requests; running ones end; then those who hold something open (jobs, database) are told. */
function stop(reason: string): void {
	if (stopping) return;
	stopping = true;
	server.close(() => {
		process.emit('sveltekit:shutdown' as never, reason as never);
		// They have the rest of the time that the supervisor gives; then this process ends with them or without.
		setTimeout(() => process.exit(0), 4000).unref();
	});
	server.closeIdleConnections();
	setInterval(() => server.closeIdleConnections(), 100).unref();
	setTimeout(() => server.closeAllConnections(), 5000).unref();
	if (process.connected) process.disconnect();
}
