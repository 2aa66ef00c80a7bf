import * as m from '#lib/paraglide/messages.js';
import type { RefusedRequest, Remedy } from '#lib/engines/meetings/types.ts';
import { listFormat } from '#lib/text/kept-formats.ts';
import { reader } from '../reader.ts';

/** What ids in a refusal are called. */
export interface RefusalNames {
	person(id: string): string;
	/** The day and hour of a slot. */
	slot(id: string): string;
	/** Who meets by a request, in one breath. */
	request(id: string): string;
}

type Told = Pick<RefusedRequest, 'reason' | 'detail'> & { request: string };

const list = (words: readonly string[]) => listFormat(reader(), { type: 'conjunction' }).format(words);

/** Why a request is not held, in the reader's words. */
export function refusalSentence({ request, reason, detail }: Told, names: RefusalNames): string {
	const people = detail.participants ? list(detail.participants.map(names.person)) : names.request(request);
	const count = detail.slots?.length ?? 0;
	const sentences: Record<Told['reason'], () => string> = {
		forbidden: () => m.meetdesk_refused_forbidden({ people }),
		'same-pair': () => m.meetdesk_refused_same_pair({ people }),
		'never-together': () => m.meetdesk_refused_never_together({ people }),
		'no-slot-left-open': () => m.meetdesk_refused_no_slot_open({ people }),
		'no-interpreter-for-languages': () => m.meetdesk_refused_no_interpreter_at_all({ people }),
		'no-interpreter-free': () => m.meetdesk_refused_no_interpreter_free({ people, count }),
		'limit-reached': () => m.meetdesk_refused_limit({ people }),
		'all-slots-taken': () => taken(detail.taken ?? [], count, names),
		'no-table-free': () => m.meetdesk_refused_no_table({ count }),
		'less-weight': () => m.meetdesk_refused_less_weight(),
	};
	return sentences[reason]();
}

/** "Ms A is in other meetings in each of the 4 slots you both are free." */
function taken(busy: readonly { participant: string; slots: number }[], count: number, names: RefusalNames): string {
	const always = busy.find(({ slots }) => slots === count);
	return always ? m.meetdesk_refused_taken_by_one({ person: names.person(always.participant), count }) : m.meetdesk_refused_taken_by_both({ count });
}

/** What would make it possible. */
export function remedySentence(remedy: Remedy, names: RefusalNames): string {
	const slot = names.slot(remedy.slot);
	switch (remedy.remedy) {
		case 'allow-slot':
			return m.meetdesk_remedy_allow_slot({ slot });
		case 'be-there':
			return m.meetdesk_remedy_be_there({ person: names.person(remedy.participant), slot });
		case 'raise-limit':
			return m.meetdesk_remedy_raise_limit({ person: names.person(remedy.participant), slot });
		case 'add-table':
			return m.meetdesk_remedy_add_table({ slot });
		case 'add-interpreter':
			return m.meetdesk_remedy_add_interpreter({ slot });
		case 'drop':
			return m.meetdesk_remedy_drop({ meetings: list(remedy.requests.map(names.request)), slot });
	}
}
