import { zoneOfCountry } from '#lib/alerts/vocabulary.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { nextMorning } from './local-morning.ts';
import { countryOfPerson, insertPreference, preferenceOf, type AlertPreference } from './queries.ts';

/** What a person wishes; at the first time, the morning of the own organisation's country and the weekly counterparts. */
export async function ensurePreference(tx: Executor, userId: string, now: Date): Promise<AlertPreference> {
	const known = await preferenceOf(tx, userId);
	if (known) return known;
	const timeZone = zoneOfCountry(await countryOfPerson(tx, userId));
	await insertPreference(tx, { userId, timeZone, matchDigest: true, nextMatchDigest: nextMorning(timeZone, 'weekly', now) });
	return (await preferenceOf(tx, userId))!;
}
