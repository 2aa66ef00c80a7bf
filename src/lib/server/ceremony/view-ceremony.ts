import type { Texts } from '#lib/agreements/content.ts';
import { protocolLanguages } from '#lib/ceremony/protocol-languages.ts';
import { wallClock } from '#lib/rooms/zoned-time.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { findAgreement, type FoundAgreement } from '#lib/server/agreements/queries.ts';
import { agreementRules, positionsOf } from '#lib/server/agreements/rules.ts';
import { gone } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { findEvent, photosOf, roomsOf, venuesOf, type FoundEvent } from '#lib/server/events/queries.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { agreementOf } from './conduct.ts';
import { ceremoniesOf, ceremonyOf, comingCeremonies, orderOf, partiesOfSigning, photosOfSigning, publicOrdersOf, signingOf, type SigningPartyRow, type SigningRow } from './queries.ts';
import { isSigned, signingPictures } from './signing-pictures.ts';
import { agreesFor, SIGNING_RIGHTS, signingRules, type SigningForRules, type SigningRight } from './rules.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;

export const textsOf = (texts: Texts): LocalText[] => Object.entries(texts).flatMap(([language, text]) => (text ? [{ language: language as LocalText['language'], text }] : []));
const rightsOf = (actor: Actor, asked: SigningForRules) => Object.fromEntries(SIGNING_RIGHTS.map((right) => [right, signingRules[right](actor, asked)])) as Record<SigningRight, boolean>;

/** What of an agreement its parties agreed to show: title, kind, parties, who signs, and whether it is signed. Nothing else of it. */
function shownOf({ row, parties }: FoundAgreement, signatories: readonly SigningPartyRow[]) {
	return {
		titles: textsOf(row.titles),
		kind: row.kind,
		state: row.state,
		parties: parties.map(({ position, names, country }) => {
			const signatory = signatories.find((each) => each.position === position);
			return { position, names, country, signatory: { names: signatory?.names ?? [], titles: signatory?.titles ?? [] } };
		}),
	};
}

async function entry(tx: Transaction, actor: Actor, event: FoundEvent, signing: SigningRow) {
	const found = await agreementOf(tx, signing);
	const asked: SigningForRules = { event: event.forRules, agreement: found.forRules, agreed: signing.state === 'agreed' };
	const isInside = agreementRules.view(actor, found.forRules);
	return {
		id: signing.id,
		sessionId: signing.sessionId,
		onStageAt: signing.onStageAt,
		/** Those of the protocol sheet. */
		languages: protocolLanguages(event.row.languages, found.parties.map(({ country }) => country)),
		...shownOf(found, await partiesOfSigning(tx, signing.id)),
		photos: await photosOfSigning(tx, signing.id),
		may: rightsOf(actor, asked),
		/** For those who are in the agreement: to put the signed document in, in one of the two ways that there are. */
		inside: isInside ? { reference: found.row.reference, version: found.row.version, as: agreementRules.attest(actor, found.forRules) ? ('attest' as const) : agreementRules.record(actor, found.forRules) ? ('record' as const) : null } : null,
	};
}

async function organised(tx: Transaction, context: Context, actor: Actor, eventId: string): Promise<FoundEvent> {
	const event = await findEvent(tx, eventId, context.clock());
	if (!event || !eventRules.viewInside(actor, event.forRules)) throw gone('event');
	return event;
}

/** The ceremonies of an event with their orders of signing, for its organisers. Errors: not_found (also for whoever does not organise it). */
export async function viewCeremonies(context: Context, actor: Actor, eventId: string) {
	return asActor(context.db, actor, async (tx) => {
		const event = await organised(tx, context, actor, eventId);
		const [rooms, venues] = [await roomsOf(tx, eventId), await venuesOf(tx, eventId)];
		const signings: Awaited<ReturnType<typeof entry>>[] = [];
		for (const signing of await orderOf(tx, eventId)) signings.push(await entry(tx, actor, event, signing));
		const published = await publicOrdersOf(tx, eventId);
		return {
			event: { id: event.row.id, names: event.row.names, languages: event.row.languages, timeZone: event.row.timeZone, place: event.row.place, isSample: event.row.isSample },
			phase: event.forRules.phase,
			ceremonies: (await ceremoniesOf(tx, eventId)).map(({ id, titles, startsAt, endsAt, roomId }) => {
				const room = rooms.find((each) => each.id === roomId);
				return { id, titles, startsAt, endsAt, isPublic: published.includes(id), room: room?.names ?? [], venue: venues.find((each) => each.id === room?.venueId)?.names ?? [], signings: signings.filter(({ sessionId }) => sessionId === id) };
			}),
			photos: (await photosOf(tx, eventId)).map(({ id, captions }) => ({ id, captions })),
			may: { organise: eventRules.organise(actor, event.forRules) },
		};
	});
}

/** Where and when an agreement of the order is signed, for those who put its signed document in. Errors: not_found. */
export async function signingDay(context: Context, actor: Actor, input: { eventId: string; id: string | null }) {
	return asActor(context.db, actor, async (tx) => {
		const event = await findEvent(tx, input.eventId, context.clock());
		const signing = event && input.id ? await signingOf(tx, { id: input.id, eventId: event.row.id }) : undefined;
		const session = signing && (await ceremoniesOf(tx, event!.row.id)).find(({ id }) => id === signing.sessionId);
		const found = signing && (await agreementOf(tx, signing));
		if (!event || !session || !found || !agreementRules.view(actor, found.forRules)) throw gone('signing');
		return { reference: found.row.reference, signedOn: wallClock(event.row.timeZone, session.startsAt).slice(0, 10), place: event.row.place, occasion: event.row.names };
	});
}

/** Where an agreement stands on its way to a ceremony, for those who are in it. Errors: not_found. */
export async function viewPuttingForward(context: Context, actor: Actor, reference: string) {
	return asActor(context.db, actor, async (tx) => {
		const found = await findAgreement(tx, { reference });
		if (!found || !agreementRules.view(actor, found.forRules)) throw gone('agreement');
		const signing = await signingOf(tx, { agreementId: found.row.id });
		const coming = await comingCeremonies(tx, context.clock());
		const event = signing && (await findEvent(tx, signing.eventId, context.clock()));
		const session = signing && (await ceremonyOf(tx, { sessionId: signing.sessionId }));
		const signatories = signing ? await partiesOfSigning(tx, signing.id) : [];
		const mine = agreesFor(actor, found.forRules);
		const asked: SigningForRules = { event: event?.forRules ?? { phase: 'announced', centres: new Set() }, agreement: found.forRules, agreed: signing?.state === 'agreed' };
		const { parties, ...shown } = shownOf(found, signatories);
		return {
			reference,
			...shown,
			languages: protocolLanguages(event?.row.languages ?? [], parties.map(({ country }) => country)),
			parties: parties.map((party) => ({ ...party, agreedAt: signatories.find(({ position }) => position === party.position)?.agreedAt ?? null, mine: mine.includes(party.position) })),
			/** What the own party lets a public order show. */
			lets: signatories.find(({ position }) => positionsOf(actor, found.forRules).includes(position))?.publicFields ?? [],
			signing: signing && event ? { id: signing.id, eventId: event.row.id, event: event.row.names, state: signing.state, isOff: session?.state !== 'on' || event.forRules.phase === 'cancelled', onStageAt: signing.onStageAt, sessionId: signing.sessionId } : null,
			pictures: signing && isSigned(found.row) ? await signingPictures(tx, signing) : [],
			ceremonies: coming.map((each) => ({ ...each, day: wallClock(each.timeZone, each.startsAt).slice(0, 10) })),
			may: rightsOf(actor, asked),
		};
	});
}
