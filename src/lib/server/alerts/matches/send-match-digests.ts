import { inTransaction, type Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { nextMorning } from '../local-morning.ts';
import { ensurePreference } from '../preference.ts';
import { personById, updatePreference } from '../queries.ts';
import { orLog, unsubscribeAddress, type SendContext } from '../send-alerts.ts';
import { matchLetter } from './match-letter.ts';
import { lockDueDigest, membersWithoutPreference, peopleWithDueDigest, putTold, untoldPairs } from './queries.ts';

export type DigestContext = Omit<SendContext, 'search'> & { search: Pick<SearchService, 'card' | 'judgePair'> };

const PEOPLE = 100;
/** Counterparts told of one listing, and of all together: a letter that is read. */
const EACH = 3;
const ALL = 12;

/**
 * Sends each member whose Monday morning has come the likely counterparts of the own organisations' listings that are new to
 * the member; nothing where there are none. A letter and what it tells stand in one transaction. Returns how many letters left.
 */
export async function sendMatchDigests(context: DigestContext, signal?: AbortSignal): Promise<number> {
	await knowMembers(context);
	let sent = 0;
	for (let after = ''; ; ) {
		const people = await peopleWithDueDigest(context.db, context.clock(), after, PEOPLE);
		for (const userId of people) {
			if (signal?.aborted) return sent;
			sent += await orLog(userId, () => inTransaction(context.db, (tx) => sendToMember(tx, context, userId)));
		}
		const last = people.at(-1);
		if (!last || people.length < PEOPLE) return sent;
		after = last;
	}
}

/** Members who came since get their first letter on the next Monday. */
async function knowMembers({ db, clock }: DigestContext): Promise<void> {
	for (;;) {
		const people = await membersWithoutPreference(db, PEOPLE);
		for (const userId of people) await ensurePreference(db, userId, clock());
		if (people.length < PEOPLE) return;
	}
}

async function sendToMember(tx: Transaction, context: DigestContext, userId: string): Promise<number> {
	const now = context.clock();
	const due = await lockDueDigest(tx, userId, now);
	const person = due && (await personById(tx, userId));
	if (!due || !person) return 0;
	await updatePreference(tx, userId, { nextMatchDigest: nextMorning(due.timeZone, 'weekly', now) });
	const { search } = context;
	const told = (await untoldPairs(tx, userId, EACH)).flatMap((pair) => {
		const mine = search.card(pair.listingId);
		const judged = search.judgePair(pair.listingId, pair.counterpartId);
		return mine && judged ? [{ pair, letter: { mine, theirs: judged.card, criteria: judged.criteria } }] : [];
	});
	const first = told.slice(0, ALL);
	if (first.length === 0) return 0;
	const unsubscribeUrl = unsubscribeAddress(context, person, { kind: 'matches', userId });
	await sendMail(tx, context.jobs, matchLetter(person, { pairs: first.map(({ letter }) => letter), baseUrl: context.baseUrl, unsubscribeUrl }));
	await putTold(tx, userId, first.map(({ pair }) => pair), now);
	return 1;
}
