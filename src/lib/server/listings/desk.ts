import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { LifeChange } from './change-life.ts';
import { latestReturns, listingsInReview, listingsOfOrganisations, type ListingLine } from './queries.ts';
import { listingRights, listingRules, type ListingRight } from './rules.ts';
import { dayAfterDays, REMINDER_DAYS } from './validity.ts';

/** A listing on its writers' desk, with what this person may do now. */
export interface DeskLine extends ListingLine {
	rights: Record<ListingRight, boolean>;
	/** What a person must look at, most urgent first in the list. */
	waits: 'returned' | 'expired' | 'ends-soon' | 'draft' | null;
	/** The officer's words, where it was returned. */
	remark: { text: string; language: string } | null;
}

const URGENCY: Record<NonNullable<DeskLine['waits']>, number> = { returned: 0, expired: 1, 'ends-soon': 2, draft: 3 };
const urgency = (line: DeskLine) => (line.waits ? URGENCY[line.waits] : URGENCY.draft);

/** Every listing of the actor's organisations: what others wait for first, then drafts and the rest by newest change. */
export async function deskLines(db: Executor, actor: Actor, now: Date): Promise<DeskLine[]> {
	if (actor.kind !== 'member') return [];
	const lines = await listingsOfOrganisations(db, [...actor.organisations.keys()]);
	const remarks = await latestReturns(db, lines.filter(isReturned).map(({ id }) => id));
	const soon = dayAfterDays(now, REMINDER_DAYS);
	return lines
		.map((line) => ({
			...line,
			rights: listingRights(actor, line),
			waits: waitsFor(line, soon),
			remark: remarks.get(line.id) ?? null,
		}))
		.sort((a, b) => urgency(a) - urgency(b) || b.updatedAt.getTime() - a.updatedAt.getTime());
}

const isReturned = (line: ListingLine) => line.state === 'returned' || line.revision === 'returned';

function waitsFor(line: ListingLine, soon: string): DeskLine['waits'] {
	if (isReturned(line)) return 'returned';
	if (line.state === 'expired') return 'expired';
	if (line.state === 'published' && line.validUntil !== null && line.validUntil <= soon) return 'ends-soon';
	return line.state === 'draft' || line.revision === 'draft' ? 'draft' : null;
}

/** What waits for an officer's review, oldest first; an own organisation's listings are another officer's. */
export async function reviewQueue(db: Executor, actor: Actor): Promise<ListingLine[]> {
	if (actor.kind !== 'member' || actor.centres.size === 0) return [];
	const all = [...actor.centres.values()].includes('secretariat');
	const lines = await listingsInReview(db, all ? undefined : [...actor.centres.keys()]);
	return lines.filter((line) => listingRules.review(actor, line));
}

/** A change of life as a form posts it; undefined where it is none. */
export function lifeChangeOf(type: unknown, reason: unknown): LifeChange | undefined {
	switch (type) {
		case 'take-back':
		case 'drop-revision':
		case 'pause':
		case 'resume':
		case 'renew':
		case 'archive':
			return { type };
		case 'close':
			return reason === 'matched' || reason === 'withdrawn' ? { type, reason } : undefined;
		default:
			return undefined;
	}
}
