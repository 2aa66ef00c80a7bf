import type { Actor } from '#lib/server/accounts/actor.ts';
import { EVENT_LIMITS, type CopiedPart } from '#lib/events/vocabulary.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { openCentres, putCentreEvent } from '#lib/server/centres/queries.ts';
import { copyHalls } from '#lib/server/exhibition/copy-halls.ts';
import { copyForm, copyQuotas } from '#lib/server/registration/copy-registration.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { personOf } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { copyProgramme } from './copy-programme.ts';
import { eventIdFor, wrong, type EventFrame } from './input.ts';
import { addDays, insertOrganiser } from './programme/queries.ts';
import { findEvent, insertEvent, isEventId, organisersOf } from './queries.ts';
import { centreEventRules, eventRules } from './rules.ts';

interface NewEventInput {
	centreId: string;
	frame: EventFrame;
	names: LocalText[];
	/** Last year's: its words, organisers, places, days, tracks and sessions come along, at the new dates. */
	copyOf: string | null;
	/** What else of it comes along. */
	also: readonly CopiedPart[];
}

/**
 * Begins an event as a draft, led by a centre; answers its address. Errors: forbidden, not_found (the one to copy), invalid_input
 * (no such centre).
 */
export async function createEvent(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, input: NewEventInput): Promise<string> {
	const { centreId, frame, names, copyOf, also } = input;
	if (!centreEventRules.create(actor, { centreId })) throw new ExpectedError('forbidden', 'Officers begin events for their centre.');
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		if (!(await openCentres(tx)).some(({ id }) => id === centreId)) throw wrong('centre', 'not_allowed');
		const last = copyOf ? await findEvent(tx, copyOf, now) : undefined;
		if (copyOf && (!last || !eventRules.copy(actor, last.forRules))) throw new ExpectedError('not_found', 'No such event to copy.');
		const id = await freeId(tx, eventIdFor(names, frame.kind, frame.startsOn));
		const words = last ? { theme: last.row.theme, about: last.row.about, place: last.row.place, areas: last.row.areas, website: last.row.website, contact: last.row.contact } : {};
		await insertEvent(tx, { id, ...frame, ...words, names, state: 'draft', centreId, source: '', isSample: last?.row.isSample ?? false, copiedFrom: last?.row.id ?? null, createdBy: personOf(actor), createdAt: now, updatedAt: now });
		await insertOrganiser(tx, { eventId: id, role: 'organiser', centreId, position: 0 });
		await putCentreEvent(tx, centreId, id);
		if (last) {
			for (const { centreId: other, organisationId, names: called, role } of await organisersOf(tx, last.row.id))
				if (other !== centreId) await insertOrganiser(tx, { eventId: id, role, centreId: other, organisationId, names: other || organisationId ? [] : called, position: 1 });
			const rooms = await copyProgramme(tx, last.row, { id, ...frame });
			const copying = { from: last.row.id, to: id, now };
			if (also.includes('form')) await copyForm(tx, copying);
			if (also.includes('quotas')) await copyQuotas(tx, copying);
			if (also.includes('halls')) await copyHalls(tx, { ...copying, rooms });
		} else await addDays(tx, id, daysFrom(frame.startsOn, frame.endsOn));
		await recordAudit(tx, { actor, action: last ? 'event.copy' : 'event.create', entity: 'event', entityId: id, detail: { kind: frame.kind, ...(last ? { from: last.row.id, also } : {}) }, about: { centreId } });
		return id;
	});
}

/** The days of an event, as many as it can have. */
function daysFrom(from: string, until: string): string[] {
	const days: string[] = [];
	for (let at = Date.parse(from); at <= Date.parse(until) && days.length < EVENT_LIMITS.days; at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10));
	return days;
}

/** Drafts of others hold their addresses too. */
async function freeId(tx: Transaction, wanted: string): Promise<string> {
	return asActor(tx, operator('events'), async () => {
		for (let number = 1; number < 100; number++) {
			const id = number === 1 ? wanted : `${wanted}-${number}`;
			if (!(await isEventId(tx, id))) return id;
		}
		throw new ExpectedError('conflict', 'There are too many events of this name.');
	});
}
