import { digestOf, type Guest, type Inside } from '#lib/registration/check-in.ts';
import { dayIn } from '#lib/rooms/zoned-time.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { sessionsOf } from '#lib/server/events/queries.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { badgeCode } from '../codes.ts';
import type { RegistrationContext } from '../context.ts';
import { frameRules } from '../rules.ts';
import { insideEvent } from '../view-desk.ts';
import { lookAtDoor } from './at-door.ts';
import { badgeHolders, doorCounts, figuresOf, insideOn } from './queries.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock' | 'secret'>;

/** What the page of a door shows, and which sessions it may stand at: those of today, else all. Errors: not_found. */
export const viewDoor = (context: Context, actor: Actor, eventId: string) =>
	lookAtDoor(context, actor, eventId, async (tx, { row, forRules }, now) => {
		const today = dayIn(row.timeZone, now);
		const sessions = (await sessionsOf(tx, eventId)).filter(({ state }) => state === 'on');
		const shown = sessions.filter(({ startsAt }) => dayIn(row.timeZone, startsAt) === today);
		return { event: { id: row.id, names: row.names, timeZone: row.timeZone }, organises: frameRules.viewInside(actor, forRules), counts: await doorCounts(tx, eventId, today, null), sessions: (shown.length > 0 ? shown : sessions).map(({ id, titles, startsAt }) => ({ id, titles, startsAt })) };
	});

/**
 * What a phone keeps to work without a network: who may come in, by the digests of the badges' codes, and who is in today. The
 * codes themselves stay here, so that nobody makes badges from a lost phone. Errors: not_found.
 */
export async function doorList(context: Context, actor: Actor, eventId: string): Promise<{ day: string; guests: Guest[]; inside: Inside[] }> {
	const secret = await context.secret();
	return lookAtDoor(context, actor, eventId, async (tx, { row }, now) => {
		const day = dayIn(row.timeZone, now);
		const digests = new Map<string, string>();
		const guests: Guest[] = [];
		for (const { id, badge, names, category, worksAt } of await badgeHolders(tx, eventId)) {
			const digest = await digestOf(badgeCode(secret, eventId, badge));
			digests.set(id, digest);
			guests.push({ id, digest, names, category, organisation: localTextFor(worksAt, 'en')?.text ?? '' });
		}
		const inside = (await insideOn(tx, eventId, day)).flatMap(({ scan, registrationId, sessionId, door, at }): Inside[] => (digests.has(registrationId) ? [{ scan, digest: digests.get(registrationId)!, session: sessionId, door, at: at.toISOString() }] : []));
		return { day, guests, inside };
	});
}

/** The figures of an event as it runs: who came, by day and session. Errors: not_found. */
export const viewFigures = (context: Pick<Context, 'db' | 'clock'>, actor: Actor, eventId: string) =>
	insideEvent(context, actor, eventId, async (tx) => {
		const figures = await figuresOf(tx, eventId);
		const sessions = await sessionsOf(tx, eventId);
		return {
			days: figures.filter(({ sessionId }) => sessionId === null).map(({ day, count }) => ({ day, count })),
			sessions: sessions.map(({ id, titles, startsAt }) => ({ id, titles, startsAt, count: figures.filter(({ sessionId }) => sessionId === id).reduce((sum, { count }) => sum + count, 0) })).filter(({ count }) => count > 0),
		};
	});
