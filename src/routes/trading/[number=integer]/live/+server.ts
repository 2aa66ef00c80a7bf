import { error, json, type RequestHandler } from '@sveltejs/kit';
import { contextOf, liveTrades } from '#lib/server/trading/page-context.ts';
import { liveState } from '#lib/server/trading/view-trade.ts';

/** A comment so often keeps proxies from closing a line that is merely quiet. */
const HEARTBEAT_MS = 20_000;

/**
 * How a trade stands, as server-sent events: public facts only. A browser that loses the line comes back by itself and is
 * told how things stand then; nothing has to be caught up with.
 */
export const GET: RequestHandler = async ({ locals, params, request }) => {
	const number = Number(params.number);
	const live = liveTrades(locals.mitra);
	// Who does not ask for a stream asks how things stand now.
	if (!request.headers.get('accept')?.includes('text/event-stream')) {
		const state = await liveState(contextOf({ locals }), number);
		if (!state) error(404);
		return json(state, { headers: { 'cache-control': 'no-store' } });
	}
	if (!(await live.isThere(number))) error(404);
	if (live.isFull) error(503);
	const encoder = new TextEncoder();
	let end = () => {};
	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			const send = (message: string) => {
				// Who reads too slowly is told the next state instead.
				if ((controller.desiredSize ?? 1) > -8) controller.enqueue(encoder.encode(message));
			};
			send('retry: 2000\n\n');
			const unfollow = live.follow(number, send);
			const beat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS);
			end = () => {
				clearInterval(beat);
				unfollow();
			};
		},
		cancel() {
			end();
		},
	});
	return new Response(stream, { headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' } });
};
