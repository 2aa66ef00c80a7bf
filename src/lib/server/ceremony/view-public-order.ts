import type { PublicField } from '#lib/ceremony/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { FoundAgreement } from '#lib/server/agreements/queries.ts';
import { sharedFields } from '#lib/server/agreements/register/publish-register.ts';
import { gone } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { agreementOf } from './conduct.ts';
import { orderOf, partiesOfSigning, publicOrdersOf, type SigningPartyRow } from './queries.ts';
import { textsOf } from './view-ceremony.ts';

/** An agreement as the public order of signing shows it. */
export interface PublicSigning {
	/** None, where not all parties let it show. */
	titles: LocalText[];
	parties: LocalText[][];
	partyCount: number;
}

/**
 * What all parties let the order show; of a signed agreement also what they let the public register show. As there, parties outside
 * the network cannot say so, and are never named.
 */
export function fieldsShown({ row, parties }: FoundAgreement, saidAtCeremony: readonly Pick<SigningPartyRow, 'position' | 'publicFields'>[]): Set<PublicField> {
	const asked = parties.map(({ position, organisationId, centreId }) => ({ organisationId, centreId, registerFields: saidAtCeremony.find((each) => each.position === position)?.publicFields ?? [] }));
	const registered = row.state === 'signed' || row.state === 'ended' ? sharedFields(parties) : [];
	return new Set([...sharedFields(asked), ...registered].filter((field) => field === 'title' || field === 'parties'));
}

const STAYS = ['ready', 'signing', 'signed', 'ended'];

/** The order of signing of a ceremony for everybody who may see the event; null where the organisers keep it to themselves. Errors: not_found. */
export async function viewPublicOrder(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, { eventId, sessionId }: { eventId: string; sessionId: string }): Promise<PublicSigning[] | null> {
	return asActor(context.db, actor, async (tx) => {
		const event = await findEvent(tx, eventId, context.clock());
		if (!event || !eventRules.view(actor, event.forRules)) throw gone('event');
		if (!(await publicOrdersOf(tx, eventId)).includes(sessionId)) return null;
		return asActor(tx, operator('ceremony'), async (tx) => {
			const shown: PublicSigning[] = [];
			for (const signing of (await orderOf(tx, eventId)).filter((each) => each.sessionId === sessionId)) {
				const found = await agreementOf(tx, signing);
				if (!STAYS.includes(found.row.state)) continue;
				const fields = fieldsShown(found, await partiesOfSigning(tx, signing.id));
				shown.push({ titles: fields.has('title') ? textsOf(found.row.titles) : [], parties: fields.has('parties') ? found.parties.map(({ names }) => names) : [], partyCount: found.parties.length });
			}
			return shown;
		});
	});
}
