import { TextReader } from '#lib/engines/reading/text-reader.ts';
import { openLexicon } from '#lib/engines/lexicon/read-lexicon-file.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import type { RoomsContext } from '#lib/server/rooms/context.ts';
import { openThread } from '#lib/server/rooms/messages/write-message.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingRow } from '#lib/server/docking/queries.ts';
import { createDockingNetwork, type DockingNetwork } from '../docking/docking-network.ts';

export interface RoomsNetwork extends DockingNetwork {
	rooms: RoomsContext;
	/** A docking of its own, with the institute's editor and the company's owner in it. */
	room(people?: { offering?: Actor[]; seeking?: Actor[] }): Promise<DockingRow>;
	say(actor: Actor, reference: string, text: string, language?: Language, subject?: string): Promise<string>;
}

export async function createRoomsNetwork(): Promise<RoomsNetwork> {
	const network = await createDockingNetwork();
	const reader = new TextReader(openLexicon(), await readThesaurus('data/thesaurus'));
	const rooms: RoomsContext = { ...network.context, reader, translation: null, organiser: 'network@mitra.example' };
	return {
		...network,
		rooms,
		room: (people) => network.dock({ needListingId: null, ...(people ? { people } : {}) }),
		say: (actor, reference, text, language = 'en', subject = 'About the dryer') => openThread(rooms, actor, { reference, subject, message: { text, language } }),
	};
}
