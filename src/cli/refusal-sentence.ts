import type { RefusalReason, RefusedRequest, Remedy } from '#lib/engines/meetings/types.ts';

/** A refusal in English words, with the ids as names. The pages say the same in the reader's language. */
export function refusalSentence(refused: RefusedRequest): string {
	const remedies = refused.detail.remedies.map(remedyWords);
	return REASONS[refused.reason](refused) + (remedies.length > 0 ? ` It could be held if ${remedies.join(', or if ')}.` : '');
}

const slots = (list: readonly string[] = []) => (list.length === 1 ? `slot ${list[0]}` : `${list.length} slots`);
const names = (list: readonly string[] = []) => (list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`);

const REASONS: Record<RefusalReason, (refused: RefusedRequest) => string> = {
	forbidden: ({ detail }) => `A pair among ${names(detail.participants)} is never to meet.`,
	'same-pair': ({ detail }) => `${names(detail.participants)} meet already in ${names(detail.instead)}.`,
	'never-together': ({ detail }) => `${names(detail.participants)} are never there at the same time.`,
	'no-slot-left-open': ({ detail }) => `${names(detail.participants)} are there together in ${slots(detail.slots)} only, which the request does not allow or which cannot be changed any more.`,
	'no-interpreter-for-languages': ({ detail }) => `${names(detail.participants)} share no language, and no interpreter for theirs is there in ${detail.slots?.length === 1 ? 'the slot' : `any of the ${slots(detail.slots)}`} when they are.`,
	'no-interpreter-free': ({ detail }) => `The interpreters who could serve it have other meetings in ${detail.slots?.length === 1 ? slots(detail.slots) : `each of the ${slots(detail.slots)}`} in which its people are free.`,
	'limit-reached': ({ detail }) => `${names(detail.participants)} ${detail.participants?.length === 1 ? 'has' : 'have'} as many meetings as the limit allows.`,
	'all-slots-taken': ({ detail }) =>
		(detail.taken ?? []).length === 0
			? 'Other meetings and limits keep its people in all slots in which they are there.'
			: `${(detail.taken ?? []).map((taken) => `${taken.participant} is in other meetings in ${taken.slots === detail.slots?.length ? (taken.slots === 1 ? 'the one slot' : `each of the ${taken.slots} slots`) : `${taken.slots} of the ${slots(detail.slots)}`}`).join(', and ')} in which all of them are there.`,
	'no-table-free': ({ detail }) => `No table is free in ${detail.slots?.length === 1 ? slots(detail.slots) : `any of the ${slots(detail.slots)}`} in which its people are.`,
	'less-weight': ({ detail }) => `It could be held in ${slots(detail.slots)}, but the schedule keeps other aims by leaving it out.`,
};

function remedyWords(remedy: Remedy): string {
	switch (remedy.remedy) {
		case 'allow-slot':
			return `the request allowed slot ${remedy.slot}`;
		case 'be-there':
			return `${remedy.participant} were there in slot ${remedy.slot}`;
		case 'raise-limit':
			return `${remedy.participant} took one meeting more ${remedy.limit === 'maxPerDay' ? 'that day' : 'in all'} (slot ${remedy.slot})`;
		case 'add-table':
			return `there were one table more in slot ${remedy.slot}`;
		case 'add-interpreter':
			return `there were one interpreter more for its languages in slot ${remedy.slot}`;
		case 'drop':
			return `${names(remedy.requests)} ${remedy.requests.length === 1 ? 'were' : 'were all'} left out (slot ${remedy.slot})`;
	}
}
