import { liveTrades } from '#lib/server/trading/page-context.ts';
import { tradeByNumber } from '#lib/server/trading/queries.ts';
import { error, type RequestHandler } from '@sveltejs/kit';

/** A comment so often keeps proxies from closing a line that is merely quiet. */
const HEARTBEAT_MS = 20_000;

/**
 * How a trade stands, as server-sent events: public facts only. A browser that loses the line comes back by itself and is
 * told how things stand then; nothing has to be caught up with.
 */
export const GET: RequestHandler = async ({ locals, params }) => {
	const number = Number(params.number);
	if (!(await tradeByNumber(locals.mitra.db, number))) error(404);
	if (liveTrades(locals.mitra).isFull) error(503);
	const encoder = new TextEncoder();
	let end = () => {};
	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			const send = (message: string) => {
				// Who reads too slowly is told the next state instead.
				if ((controller.desiredSize ?? 1) > -8) controller.enqueue(encoder.encode(message));
			};
			send('retry: 2000\n\n');
			const unfollow = liveTrades(locals.mitra).follow(number, send);
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
