import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { insertRoomText, messagesToIndex } from './queries.ts';
import { roomTerms } from './room-terms.ts';

const AT_ONCE = 500;

/** Makes messages findable that are not yet: those of the sample network, and of a load. Answers how many. */
export async function indexMessages({ db, reader }: { db: Database; reader: TextReader }, signal?: AbortSignal): Promise<number> {
	for (let done = 0; ; ) {
		const count = await asActor(db, operator('index of messages'), async (tx) => {
			const messages = await messagesToIndex(tx, AT_ONCE);
			for (const { id, text, ...message } of messages) await insertRoomText(tx, { ...message, messageId: id, terms: roomTerms(reader, text, message.language) });
			return messages.length;
		});
		done += count;
		if (count < AT_ONCE || signal?.aborted) return done;
	}
}
