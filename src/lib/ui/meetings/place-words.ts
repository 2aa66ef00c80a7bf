import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import type { MeetingPlace } from '#lib/meetings/views.ts';
import { localTextFor } from '#lib/text/local-text.ts';

/** Where one meets, the same on pages and paper, in letters and calendars: the table with the room that it stands in, or the room alone. */
export function placeWords({ table, room }: MeetingPlace, reader: Language): string {
	return [table === null ? '' : m.b2b_table({ label: table }), localTextFor(room, reader)?.text].filter(Boolean).join(', ');
}
