import { error, json } from '@sveltejs/kit';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { viewMoves } from '#lib/server/meetings/board/view-moves.ts';
import * as m from '#lib/paraglide/messages.js';
import { personWords } from '#lib/ui/meeting-desk/people-words.ts';
import { ruleWords } from '#lib/ui/meeting-desk/words.ts';
import { reader } from '#lib/ui/reader.ts';
import type { RequestHandler } from './$types';

/** For each slot, in the reader's words, what speaks against a meeting of the board in it, and which tables are free. */
export const GET: RequestHandler = async (event) => {
	const [id, requestId] = [idOfAddress(event.params.schedule), idOfAddress(event.url.searchParams.get('meeting') ?? '')];
	if (!id || !requestId) error(404);
	const { slots, people } = await viewMoves(event.locals.mitra, event.locals.actor, { eventId: event.params.id, id, requestId });
	return json(Object.fromEntries(slots.map((slot) => [slot.id, { free: slot.free, why: slot.closed ? m.meetdesk_error_closed() : slot.conflicts.map(({ rule, who }) => ruleWords({ rule, who: personWords(people[who ?? ''], reader()) })).join(' ') }])), { headers: { 'cache-control': 'private, no-store' } });
};
