import { LETTER_RHYTHMS, type LetterRhythm } from '#lib/alerts/vocabulary.ts';
import { lockUser } from '#lib/server/accounts/queries.ts';
import { localizeHref } from '#lib/paraglide/runtime.js';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database, type Transaction } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { log } from '#lib/server/platform/log.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { foundLetter, localeOf, type FoundBySearch, type Reader } from './alert-letters.ts';
import { ensurePreference } from './preference.ts';
import { forgetHits, lockDueSearches, peopleWithDueLetters, personById, tellAll, untoldListingIds, updateSearch, type SavedSearchRow } from './queries.ts';
import { nextLetterTime, requestOf } from './saved-search.ts';
import { unsubscribeToken, type Unsubscription } from './unsubscribe-token.ts';

export interface SendContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
	baseUrl: string;
	/** Signs the links that end letters. */
	secret: string;
	search: Pick<SearchService, 'answers' | 'card'>;
}

const PEOPLE = 100;

/**
 * Sends the letters that are due. Each person's letters, and that their listings are told, stand in one transaction: a
 * process that is killed leaves either both or neither, and the next call goes on with the others. Returns how many letters left.
 */
export async function sendAlerts(context: SendContext, signal?: AbortSignal): Promise<number> {
	let sent = 0;
	for (let after = ''; ; ) {
		const people = await peopleWithDueLetters(context.db, context.clock(), after, PEOPLE);
		for (const userId of people) {
			if (signal?.aborted) return sent;
			sent += await orLog(userId, () => inTransaction(context.db, (tx) => sendToPerson(tx, context, userId)));
		}
		const last = people.at(-1);
		if (!last || people.length < PEOPLE) return sent;
		after = last;
	}
}

/** One person's letter that cannot be written must not keep the others' back; it is tried again the next time. */
export async function orLog(userId: string, send: () => Promise<number>): Promise<number> {
	try {
		return await send();
	} catch (error) {
		log.error('alerts.letter-failed', error, { person: userId });
		return 0;
	}
}

async function sendToPerson(tx: Transaction, context: SendContext, userId: string): Promise<number> {
	// Another process that does the same waits here, and finds nothing due afterwards.
	await lockUser(tx, userId);
	const person = await personById(tx, userId);
	if (!person) return 0;
	const now = context.clock();
	const due = await lockDueSearches(tx, userId, now);
	const { timeZone } = await ensurePreference(tx, userId, now);
	let sent = 0;
	for (const rhythm of LETTER_RHYTHMS) {
		const found: FoundBySearch[] = [];
		for (const search of due.filter((each) => each.rhythm === rhythm)) {
			const listings = await stillFound(tx, context, search);
			if (listings.length > 0) {
				const unsubscribeUrl = unsubscribeAddress(context, person, { kind: 'search', searchId: search.id });
				found.push({ searchId: search.id, name: search.name, listings, unsubscribeUrl });
				await tellAll(tx, search.id, now);
			}
			if (listings.length > 0 || rhythm !== 'immediate')
				await updateSearch(tx, search.id, { nextLetter: nextLetterTime(rhythm, timeZone, now, true) });
		}
		if (found.length === 0) continue;
		await sendMail(tx, context.jobs, foundLetter(person, { rhythm, found, baseUrl: context.baseUrl, unsubscribeUrl: unsubscribeOf(context, person, userId, rhythm, found, due) }));
		sent++;
	}
	return sent;
}

/** What a search has to tell and is still public and still an answer, in the order of the search page. */
async function stillFound(tx: Transaction, { search }: SendContext, saved: SavedSearchRow) {
	const untold = await untoldListingIds(tx, saved.id);
	if (untold.length === 0) return [];
	const answers = await search.answers(requestOf(saved.request), new Set(untold));
	const still = new Set(answers);
	await forgetHits(tx, saved.id, untold.filter((id) => !still.has(id)));
	return answers.flatMap((id) => search.card(id) ?? []);
}

/** One click ends what the letter is: the letters of its one search, where the person has one of that rhythm, or of all of them. */
function unsubscribeOf(context: SendContext, person: Reader, userId: string, rhythm: LetterRhythm, found: FoundBySearch[], due: readonly SavedSearchRow[]): string {
	const only = found.length === 1 && due.filter((each) => each.rhythm === rhythm).length === 1 ? found[0] : undefined;
	return only ? only.unsubscribeUrl : unsubscribeAddress(context, person, { kind: 'rhythm', userId, rhythm });
}

export function unsubscribeAddress({ baseUrl, secret }: Pick<SendContext, 'baseUrl' | 'secret'>, person: Pick<Reader, 'language'>, what: Unsubscription): string {
	return baseUrl + localizeHref(`/unsubscribe/${unsubscribeToken(secret, what)}`, { locale: localeOf(person) });
}
