import type { PublicField } from '#lib/ceremony/vocabulary.ts';
import { VISITOR, type Actor } from '#lib/server/accounts/actor.ts';
import type { FoundAgreement } from '#lib/server/agreements/queries.ts';
import { sharedFields } from '#lib/server/agreements/register/publish-register.ts';
import { gone } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { agreementOf } from './conduct.ts';
import { orderOf, partiesOfSigning, publicOrdersOf, signingsOfEntries, type SigningPartyRow, type SigningRow } from './queries.ts';
import { isSigned, signingPictures, type SigningPicture } from './signing-pictures.ts';
import { textsOf } from './view-ceremony.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;

/** An agreement as the public order of signing shows it. */
interface PublicSigning {
	/** None, where not all parties let it show. */
	titles: LocalText[];
	parties: LocalText[][];
	partyCount: number;
	/** Of the signing, once it is signed, where all parties let title and names show: a picture tells both. */
	pictures: SigningPicture[];
}

/**
 * What all parties let the order show; of a signed agreement also what they let the public register show. As there, parties outside
 * the network cannot say so, and are never named.
 */
export function fieldsShown({ row, parties }: FoundAgreement, saidAtCeremony: readonly Pick<SigningPartyRow, 'position' | 'publicFields'>[]): Set<PublicField> {
	const asked = parties.map(({ position, organisationId, centreId }) => ({ organisationId, centreId, registerFields: saidAtCeremony.find((each) => each.position === position)?.publicFields ?? [] }));
	const registered = isSigned(row) ? sharedFields(parties) : [];
	return new Set([...sharedFields(asked), ...registered].filter((field) => field === 'title' || field === 'parties'));
}

const STAYS = ['ready', 'signing', 'signed', 'ended'];

/** One agreement of a public order, as its parties let it show; undefined for one that is not to be signed any more. As the operator. */
async function publicSigning(tx: Transaction, signing: SigningRow): Promise<PublicSigning | undefined> {
	const found = await agreementOf(tx, signing);
	if (!STAYS.includes(found.row.state)) return undefined;
	const fields = fieldsShown(found, await partiesOfSigning(tx, signing.id));
	const [title, parties] = [fields.has('title'), fields.has('parties')];
	return {
		titles: title ? textsOf(found.row.titles) : [],
		parties: parties ? found.parties.map(({ names }) => names) : [],
		partyCount: found.parties.length,
		pictures: title && parties && isSigned(found.row) ? await signingPictures(tx, signing) : [],
	};
}

async function ordersShown(context: Context, actor: Actor, eventId: string, shows: (published: readonly string[]) => readonly string[] | null): Promise<PublicSigning[] | null> {
	return asActor(context.db, actor, async (tx) => {
		const event = await findEvent(tx, eventId, context.clock());
		if (!event || !eventRules.view(actor, event.forRules)) throw gone('event');
		const sessions = shows(await publicOrdersOf(tx, eventId));
		if (sessions === null) return null;
		return asActor(tx, operator('ceremony'), async (tx) => {
			const shown: PublicSigning[] = [];
			for (const signing of (await orderOf(tx, eventId)).filter((each) => sessions.includes(each.sessionId))) {
				const one = await publicSigning(tx, signing);
				if (one) shown.push(one);
			}
			return shown;
		});
	});
}

/** The order of signing of a ceremony for everybody who may see the event; null where the organisers keep it to themselves. Errors: not_found. */
export const viewPublicOrder = (context: Context, actor: Actor, { eventId, sessionId }: { eventId: string; sessionId: string }): Promise<PublicSigning[] | null> =>
	ordersShown(context, actor, eventId, (published) => (published.includes(sessionId) ? [sessionId] : null));

/** What was signed at the ceremonies of an event and has pictures that everybody may see. Errors: not_found. */
export async function viewSignedHere(context: Context, actor: Actor, eventId: string): Promise<PublicSigning[]> {
	return ((await ordersShown(context, actor, eventId, (published) => published)) ?? []).filter(({ pictures }) => pictures.length > 0);
}

/** The pictures of signing that stand beside entries of the public register, by the entries' numbers. */
export async function picturesOfEntries(context: Context, numbers: readonly number[]): Promise<Map<number, SigningPicture[]>> {
	if (numbers.length === 0) return new Map();
	const shown = new Map<number, SigningPicture[]>();
	const found = await asActor(context.db, operator('ceremony'), (tx) => signingsOfEntries(tx, numbers));
	const events = await asActor(context.db, VISITOR, async (tx) => {
		const seen = new Set<string>();
		for (const id of new Set(found.map(({ signing }) => signing.eventId))) if (await findEvent(tx, id, context.clock())) seen.add(id);
		return seen;
	});
	await asActor(context.db, operator('ceremony'), async (tx) => {
		for (const { number, signing } of found) {
			const signed = events.has(signing.eventId) ? await publicSigning(tx, signing) : null;
			if (signed && signed.pictures.length > 0) shown.set(number, signed.pictures);
		}
	});
	return shown;
}
