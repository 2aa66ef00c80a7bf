import type { Language } from '#lib/engines/text/language.ts';
import type { DockingRow } from '#lib/server/docking/queries.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { HITS_SHOWN } from '#lib/rooms/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { RoomsContext } from '../context.ts';
import { findOwnTexts, openFiles, textsById, type FoundText } from './queries.ts';
import { answeringSpans, readRoomQuery, tsqueryOf, type RoomQuery } from './room-terms.ts';

/** A place in one of the reader's own rooms that answers a query. */
export interface RoomHit {
	id: number;
	docking: Pick<DockingRow, 'reference' | 'title' | 'titleLanguage'>;
	/** A message in its thread, or a page of a file; a document without pages of its own has none. */
	thread: { id: string; subject: string; language: Language } | null;
	messageId: number | null;
	called: string | null;
	file: { id: string; name: string; page: number | null } | null;
	language: Language;
	/** The part of the text that answers, with the words that do: UTF-16 offsets in it. */
	excerpt: string;
	spans: { start: number; end: number }[];
	at: Date;
}

export interface RoomSearch {
	hits: RoomHit[];
	/** For the next page. */
	below: number | null;
}

const BEFORE_SPAN = 60;
const EXCERPT = 280;

/**
 * Searches the rooms that the asking person is in, newest first: what was written, and the text of files. Every word must be
 * answered, in whichever language the text is. `reference`: this room only. `undefined`: nothing was asked.
 */
export async function searchRooms(context: Pick<RoomsContext, 'db' | 'reader'>, actor: Actor, asked: { text: string; reference?: string; below?: number }): Promise<RoomSearch | undefined> {
	const query = readRoomQuery(asked.text.slice(0, 300), context.reader);
	if (!query || actor.kind !== 'member') return undefined;
	return asActor(context.db, actor, async (tx) => {
		const within = asked.reference ? await findDocking(tx, { reference: asked.reference }) : undefined;
		if (asked.reference && !within) return { hits: [], below: null };
		const ids = await findOwnTexts(tx, tsqueryOf(query), { limit: HITS_SHOWN + 1, ...(asked.below === undefined ? {} : { below: asked.below }), ...(within ? { dockingId: within.row.id } : {}) });
		const found = await textsById(tx, ids.slice(0, HITS_SHOWN));
		const files = await openFiles(tx, [...new Set(found.flatMap(({ fileId }) => fileId ?? []))]);
		return {
			hits: found.flatMap((text) => hitOf(context, text, query, files) ?? []),
			below: ids.length > HITS_SHOWN ? ids[HITS_SHOWN - 1]! : null,
		};
	});
}

/** Undefined for a file that the reader may not open. */
function hitOf({ reader }: Pick<RoomsContext, 'reader'>, found: FoundText, query: RoomQuery, files: Awaited<ReturnType<typeof openFiles>>): RoomHit | undefined {
	const { id, docking, thread, messageId, called, fileId, page, language, at } = found;
	const file = fileId === null ? undefined : files.get(fileId);
	if (fileId !== null && !file) return undefined;
	const all = answeringSpans(reader, found.text, language, query);
	const from = Math.max(0, (all[0]?.start ?? 0) - BEFORE_SPAN);
	const until = Math.min(found.text.length, from + EXCERPT);
	return {
		id,
		docking: { reference: docking.reference, title: docking.title, titleLanguage: docking.titleLanguage },
		thread,
		messageId,
		called,
		file: file ? { id: file.fileId, name: file.name, page: file.mediaType === 'application/pdf' ? page : null } : null,
		language,
		excerpt: `${from > 0 ? '…' : ''}${found.text.slice(from, until).toWellFormed()}${until < found.text.length ? '…' : ''}`,
		spans: all.filter(({ start, end }) => start >= from && end <= until).map(({ start, end }) => ({ start: start - from + (from > 0 ? 1 : 0), end: end - from + (from > 0 ? 1 : 0) })),
		at,
	};
}
