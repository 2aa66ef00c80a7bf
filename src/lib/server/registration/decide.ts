import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone, personOf } from '#lib/server/events/change-event.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { RegistrationContext } from './context.ts';
import { registrationsToDecide, type ListFilters } from './desk/queries.ts';
import { wrongHere } from './form/input.ts';
import { approvedNow, limitsOf, moveUp, tellPerson } from './give-places.ts';
import { fullFor, type Placed } from './places.ts';
import { deleteWishes, findFrame, kindsOfOrganisations, lockFrame, placedIn, registrationsById, updateRegistration, type FoundFrame } from './queries.ts';
import { ownRegistration, type RegistrationRow } from './registrations.ts';
import { frameRules, registrationRules } from './rules.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;

export interface Decision {
	eventId: string;
	/** Registrations decided on in one go: some by their ids, or all of a list that a decision is for, as many as whoever decides was told. */
	chosen: { ids: readonly string[] } | { filters: ListFilters; count: number };
	approve: boolean;
	reason: string;
	/** Beyond what the places and quotas allow. */
	beyond: boolean;
}

/** What became of a decision on several: how many of each. */
export interface Decided {
	approved: number;
	waiting: number;
	refused: number;
	movedUp: number;
}

/**
 * Organisers approve or refuse, one or several. Approved beyond the places, somebody waits for the next that becomes free, unless
 * the organisers want it beyond them. Whoever decides decides again the same way without effect. Errors: not_found, forbidden,
 * invalid_input (the list has changed).
 */
export async function decide(context: Context, actor: Actor, decision: Decision): Promise<Decided> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		await organised(tx, actor, decision.eventId, now);
		await lockFrame(tx, decision.eventId);
		// Once more, for the places may have changed while this waited.
		const found = await organised(tx, actor, decision.eventId, now);
		const chosen = await chosenFor(tx, decision);
		const stateOnApproval = decision.beyond ? () => 'approved' as const : await placesFor(tx, found);
		const decided: Decided = { approved: 0, waiting: 0, refused: 0, movedUp: 0 };
		for (const registration of chosen) {
			if (!registrationRules.decide(actor, { ...found.forRules, personId: registration.personId, state: registration.state })) throw new ExpectedError('forbidden', 'This registration cannot be decided on now.');
			const state = decision.approve ? stateOnApproval(registration) : 'refused';
			if (state === registration.state && (state !== 'refused' || registration.reason === decision.reason)) continue;
			decided[state]++;
			const by = personOf(actor);
			if (state === 'approved') await updateRegistration(tx, registration.id, { ...approvedNow(now, registration.badge), decidedBy: by });
			else await updateRegistration(tx, registration.id, { state, waitingSince: state === 'waiting' ? now : null, reason: state === 'refused' ? decision.reason : '', decidedBy: by, decidedAt: now, updatedAt: now });
			await tellPerson(context, tx, found.row, registration.personId, state === 'refused' ? { kind: 'refused', reason: decision.reason } : { kind: state });
			await recordAudit(tx, { actor, action: decision.approve ? 'registration.approve' : 'registration.refuse', entity: 'event_registration', entityId: registration.id, detail: { eventId: decision.eventId, state }, about: { centreId: found.row.centreId } });
		}
		// A refusal may have made places free.
		if (!decision.approve) decided.movedUp = await asActor(tx, operator('registration'), () => moveUp(context, actor, { tx, event: found.row, frame: found.frame, now }));
		return decided;
	});
}

async function organised(tx: Transaction, actor: Actor, eventId: string, now: Date): Promise<FoundFrame> {
	const found = await findFrame(tx, eventId, now);
	if (!found || !frameRules.view(actor, found.forRules)) throw gone('event');
	if (!frameRules.organise(actor, found.forRules)) throw new ExpectedError('forbidden', 'Only organisers decide.');
	return found;
}

async function chosenFor(tx: Transaction, { eventId, chosen }: Decision): Promise<RegistrationRow[]> {
	const registrations = 'ids' in chosen ? await registrationsById(tx, eventId, chosen.ids) : await registrationsToDecide(tx, eventId, chosen.filters);
	if ('count' in chosen && registrations.length !== chosen.count) throw wrongHere('all', 'count_changed');
	if (registrations.length === 0) throw gone('registration');
	return registrations;
}

/** What becomes of each who is approved, one after the other: who gets a place takes it from those behind. */
async function placesFor(tx: Transaction, { row, frame }: FoundFrame): Promise<(registration: RegistrationRow) => 'approved' | 'waiting'> {
	return asActor(tx, operator('registration'), async () => {
		const approved: Placed[] = await placedIn(tx, row.id, 'approved');
		const [limits, kinds] = [await limitsOf(tx, frame), await kindsOfOrganisations(tx, row.id)];
		return (registration) => {
			if (registration.state === 'approved') return 'approved';
			const placed = { ...registration, organisationKind: registration.organisationKind ?? kinds.get(registration.organisationId ?? '') ?? null };
			if (fullFor(placed, approved, limits)) return 'waiting';
			approved.push(placed);
			return 'approved';
		};
	});
}

/**
 * A person takes the own registration back; whoever waits longest gets the place. What was said for the stay alone, a passport among
 * it, is nobody's business any more, and goes. Errors: not_found, forbidden.
 */
export async function withdraw(context: Context, actor: Actor, { eventId }: { eventId: string }): Promise<void> {
	const personId = personOf(actor) ?? '';
	await asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		if (!(await ownRegistration(tx, eventId, personId))) throw gone('registration');
		await asActor(tx, operator('registration'), () => lockFrame(tx, eventId));
		// Read now, for it may have changed while this waited.
		const found = await findFrame(tx, eventId, now);
		const own = found && (await ownRegistration(tx, eventId, personId));
		if (!own) throw gone('registration');
		if (!registrationRules.withdraw(actor, { ...found.forRules, personId: own.personId, state: own.state })) throw new ExpectedError('forbidden', 'There is nothing to withdraw now.');
		await asActor(tx, operator('registration'), async () => {
			await deleteWishes(tx, own.id);
			await updateRegistration(tx, own.id, { state: 'withdrawn', waitingSince: null, badge: null, decidedAt: null, decidedBy: null, updatedAt: now });
			await tellPerson(context, tx, found.row, personId, { kind: 'withdrawn' });
			await moveUp(context, actor, { tx, event: found.row, frame: found.frame, now });
		});
		await recordAudit(tx, { actor, action: 'registration.withdraw', entity: 'event_registration', entityId: own.id, detail: { eventId, was: own.state }, about: { centreId: found.row.centreId } });
	});
}
