import * as m from '#lib/paraglide/messages.js';
import type { LocalText } from '#lib/text/local-text.ts';
import { reader } from '../reader.ts';
import { clockIn } from '../rooms/moment-in.ts';
import { peopleWords, personWords } from './people-words.ts';
import type { RefusalNames } from './refusal-words.ts';

/** What ids on a page of meetings stand for, as the server hands it over. */
export interface NamedThings {
	people: Record<string, { names: LocalText[]; worksAt: LocalText[] }>;
	slots: Record<string, { startsAt: Date }>;
	tables: Record<string, string>;
	requests: Record<string, readonly string[]>;
}

export interface DeskNames extends RefusalNames {
	table(id: string | null): string;
	/** Who interprets, as what stands beside a meeting; of an erased person no name is left. */
	interpreter(id: string): string;
}

/** The same in the reader's words, times on the event's clocks. */
export function deskNames(things: NamedThings, zone: string): DeskNames {
	const person = (id: string) => personWords(things.people[id], reader());
	return {
		person,
		slot: (id) => (things.slots[id] ? clockIn(things.slots[id].startsAt, zone, reader()) : ''),
		request: (id) => peopleWords((things.requests[id] ?? []).map((each) => things.people[each]), reader()),
		table: (id) => (id === null ? '' : (things.tables[id] ?? '')),
		interpreter: (id) => m.meetdesk_interprets({ name: person(id) || m.meetdesk_gone_person() }),
	};
}
