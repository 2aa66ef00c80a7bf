import type { Language } from '#lib/engines/text/language.ts';
import type { MessageTranslation, RoomMessage, WordList } from '#lib/rooms/types.ts';
import { MESSAGES_SHOWN } from '#lib/rooms/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { roomRules } from '../rules.ts';
import type { RoomsContext } from '../context.ts';
import { machineFor, type MachineOffer } from './machine-offer.ts';
import { markedTerms } from './glossary.ts';
import { hasMessageAfter, markSeen, messagesById, messagesOf, threadById, translationsOf, type MessageRow, type ThreadRow, type TranslationRow } from './queries.ts';
import { wordList } from './word-list.ts';

export interface ThreadView {
	thread: Pick<ThreadRow, 'id' | 'subject' | 'language' | 'messages'>;
	messages: RoomMessage[];
	/** The message before which older ones stand, and whether newer ones follow these. */
	olderThan: number | null;
	newerFollow: boolean;
	/** Whether a machine may be asked to translate, by the language of a message. */
	machine: Partial<Record<Language, MachineOffer>>;
	/** The word list that was asked for, by the message's id. */
	words: (WordList & { messageId: number }) | null;
	may: { write: boolean };
}

const BEGINNING = 120;

/**
 * A thread for one who is in the docking, in the reader's language as far as it was translated, with the terms of the thesaurus.
 * The newest messages; or those before one, or those around one. What is shown counts as seen. Errors: not_found.
 */
export async function viewThread(context: RoomsContext, actor: Actor, asked: { reference: string; threadId: string; language: Language; before?: number; at?: number; words?: number }): Promise<ThreadView> {
	const { furthest, ...view } = await asActor(context.db, actor, async (tx) => {
		const found = await findDocking(tx, { reference: asked.reference });
		if (!found || !roomRules.view(actor, { docking: found.access, side: 'officers' })) throw new ExpectedError('not_found', 'No such docking.');
		const thread = await threadById(tx, found.row.id, asked.threadId);
		if (!thread) throw new ExpectedError('not_found', 'No such thread.');
		const rows = await rowsOf(tx, thread.id, asked);
		const shown = rows.slice(-MESSAGES_SHOWN);
		const newerFollow = shown.length > 0 && (asked.before !== undefined || asked.at !== undefined) && (await hasMessageAfter(tx, thread.id, shown.at(-1)!.id));
		if (!newerFollow && actor.kind === 'member' && !actor.support) await markSeen(tx, { threadId: thread.id, personId: actor.userId, dockingId: found.row.id, messages: thread.messages });
		const answered = await messagesById(tx, shown.flatMap(({ answers }) => answers ?? []));
		const translations = await translationsOf(tx, shown.map(({ id }) => id), asked.language);
		const listed = shown.find(({ id }) => id === asked.words);
		return {
			thread: { id: thread.id, subject: thread.subject, language: thread.language, messages: thread.messages },
			messages: shown.map((row) => messageView(context, actor, row, asked.language, { answered, translations })),
			olderThan: rows.length > shown.length ? shown[0]!.id : null,
			newerFollow,
			words: listed ? { messageId: listed.id, ...wordList(context.reader, listed.text, listed.language, asked.language) } : null,
			may: { write: roomRules.write(actor, { docking: found.access, side: 'officers' }) },
			furthest: found.row.furthest,
		};
	});
	// The service may take its time to say what it translates: nothing is held meanwhile.
	return { ...view, machine: await machineFor(context.translation, { furthest }, view.messages.map(({ language }) => language), asked.language) };
}

/** One more than is shown where there may be older ones. */
async function rowsOf(tx: Parameters<typeof messagesOf>[0], threadId: string, { before, at }: { before?: number; at?: number }): Promise<MessageRow[]> {
	if (at === undefined) return messagesOf(tx, threadId, MESSAGES_SHOWN + 1, before === undefined ? {} : { before });
	const half = Math.floor(MESSAGES_SHOWN / 2);
	const from = await messagesOf(tx, threadId, half, { from: at });
	const earlier = await messagesOf(tx, threadId, MESSAGES_SHOWN + 1 - from.length, { before: at });
	return [...earlier, ...from];
}

function messageView(context: RoomsContext, actor: Actor, row: MessageRow, to: Language, { answered, translations }: { answered: readonly MessageRow[]; translations: readonly TranslationRow[] }): RoomMessage {
	const { id, side, called, language, text, at } = row;
	const answers = answered.find((each) => each.id === row.answers);
	return {
		id,
		side,
		called,
		own: actor.kind === 'member' && actor.userId === row.authorId,
		language,
		text,
		terms: markedTerms(context.reader, text, language, to),
		at,
		answers: answers ? { id: answers.id, called: answers.called, beginning: [...answers.text].slice(0, BEGINNING).join(''), language: answers.language } : null,
		translations: language === to ? [] : translations.filter(({ messageId }) => messageId === id).map((each) => translationView(context, each)),
	};
}

function translationView(context: RoomsContext, { language, text, provenance, engine, called, at }: TranslationRow): MessageTranslation {
	return { language, text, terms: markedTerms(context.reader, text, language, language), provenance, engine, called, at };
}
