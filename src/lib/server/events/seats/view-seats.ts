import type { Language } from '#lib/engines/text/language.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { BYTE_ORDER_MARK, csvLine } from '#lib/server/imports/spreadsheet-text.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { gone } from '../change-event.ts';
import type { EventsContext } from '../context.ts';
import { sessionOf } from '../people/queries.ts';
import { findEvent } from '../queries.ts';
import { eventRules } from '../rules.ts';
import { countPlaces, nextWaiting, ownPlace, placesHeldThen, signedUpFor } from './queries.ts';
import { maySignUp } from './take-seat.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;
type About = { eventId: string; sessionId: string };

/** How full a session is, and how whoever asks stands there; null where nobody signs up for it. Errors: not_found. */
export async function viewSeats(context: Context, actor: Actor, { eventId, sessionId }: About) {
	return asActor(context.db, actor, async (tx) => {
		const found = await findEvent(tx, eventId, context.clock());
		const session = found && eventRules.view(actor, found.forRules) ? await sessionOf(tx, eventId, sessionId) : undefined;
		if (!session) throw gone('session');
		const { seats } = session;
		if (seats === null) return null;
		// Who has the places is behind a wall; how many there are is not.
		return asActor(tx, operator('events'), async () => {
			const { taken, waiting } = await countPlaces(tx, sessionId);
			return {
				seats,
				taken,
				waiting,
				own: isSignedIn(actor) ? await ownPlace(tx, actor.userId, sessionId) : null,
				/** Others at this hour where whoever asks has a place. */
				held: isSignedIn(actor) ? await placesHeldThen(tx, actor.userId, session) : [],
				isFull: taken >= seats || (await nextWaiting(tx, sessionId, 1)).length > 0,
				maySignUp: !isSignedIn(actor) || (await maySignUp(tx, eventId, actor.userId)),
			};
		});
	});
}

/** Who signed up for a session, for the organisers. Errors: not_found (also for whoever does not organise the event). */
export async function viewSignedUp(context: Context, actor: Actor, { eventId, sessionId }: About) {
	return asActor(context.db, actor, async (tx) => {
		const found = await findEvent(tx, eventId, context.clock());
		const session = found && eventRules.viewInside(actor, found.forRules) ? await sessionOf(tx, eventId, sessionId) : undefined;
		if (!found || !session) throw gone('session');
		const { id, names, timeZone } = found.row;
		const { titles, startsAt, endsAt, seats } = session;
		return { event: { id, names, timeZone }, phase: found.forRules.phase, session: { id: sessionId, titles, startsAt, endsAt, seats }, people: await signedUpFor(tx, sessionId) };
	});
}
type SignedUp = Awaited<ReturnType<typeof viewSignedUp>>;

/** The list for spreadsheets. */
export function signedUpCsv({ people }: Pick<SignedUp, 'people'>, reader: Language): string {
	const lines = people.map(({ place, since, name, names, worksAt }) => csvLine([place, names?.[0]?.text ?? name, localTextFor(worksAt, reader)?.text ?? '', since?.toISOString() ?? '']));
	return BYTE_ORDER_MARK + csvLine(['place', 'name', 'organisation', 'since']) + lines.join('');
}
