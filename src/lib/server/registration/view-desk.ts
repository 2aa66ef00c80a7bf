import type { Answer, Question } from '#lib/registration/questions.ts';
import { CATEGORIES, REGISTRATION_STATES } from '#lib/registration/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isReachable } from '#lib/server/platform/mail.ts';
import type { RegistrationContext } from './context.ts';
import { answersIn, countsOf, countToDecide, listLines, organisationById, printsOf, wishesIn, type ListFilters } from './desk/queries.ts';
import { entriesOf, helpersOf } from './door/queries.ts';
import { fullFor, takenOf } from './places.ts';
import { answersOf, countAnswers, everyQuestionOf, findFrame, invitationsOf, personById, placedIn, questionsOf, quotasOf, registrationById, wishesOf, type FoundFrame, type WishesRow } from './queries.ts';
import { frameRules, REGISTRATION_RIGHTS, registrationRules, type RegistrationRight } from './rules.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock'>;

/** Looks at an event on behalf of one of its organisers. Errors: not_found (also for whoever does not organise it). */
export async function insideEvent<Result>(context: Context, actor: Actor, eventId: string, look: (tx: Transaction, found: FoundFrame) => Promise<Result>) {
	return asActor(context.db, actor, async (tx) => {
		const found = await findFrame(tx, eventId, context.clock());
		if (!found || !frameRules.viewInside(actor, found.forRules)) throw gone('event');
		const { row, forRules } = found;
		return { event: { id: row.id, names: row.names, languages: row.languages, timeZone: row.timeZone, startsOn: row.startsOn, endsOn: row.endsOn }, phase: forRules.phase, organises: frameRules.organise(actor, forRules), registersAtDesk: frameRules.registerAtDesk(actor, forRules), ...(await look(tx, found)) };
	});
}

/** The form for somebody who stands at the desk. Errors: not_found, forbidden. */
export const viewDeskForm = (context: Context, actor: Actor, eventId: string) =>
	insideEvent(context, actor, eventId, async (_tx, { forRules }) => {
		if (!frameRules.registerAtDesk(actor, forRules)) throw new ExpectedError('forbidden', 'Nobody is registered at the desk of this event now.');
		return {};
	});

/** How registration stands, as its organisers work on it. Errors: not_found. */
export const viewFrame = (context: Context, actor: Actor, eventId: string) =>
	insideEvent(context, actor, eventId, async (tx, { frame, forRules }) => {
		const approved = await placedIn(tx, eventId, 'approved');
		const [questions, quotas] = [await questionsOf(tx, eventId), await quotasOf(tx, eventId)];
		return {
			frame,
			isOpen: forRules.isOpen,
			quotas: quotas.map(({ id, kind, key, places }) => ({ id, kind, key, places, taken: takenOf({ kind, key, places }, approved, quotas) })),
			questions: await Promise.all(questions.map(async ({ id, kind, labels, help, choices, required, shownWhen }) => ({ id, kind, labels, help, choices, required, shownWhen, answered: await countAnswers(tx, id) }))),
			helpers: await helpersOf(tx, eventId),
			invitations: (await invitationsOf(tx, eventId)).map(({ invitation: { id, code, category, uses, approved: at, email, note, expiresOn, withdrawnAt }, used }) => ({ id, code, category, uses, approved: at, email, note, expiresOn, withdrawn: withdrawnAt !== null, used })),
		};
	});
export type FrameView = Awaited<ReturnType<typeof viewFrame>>;

export function listFilters(search: URLSearchParams): ListFilters {
	return {
		state: REGISTRATION_STATES.find((each) => each === search.get('state')) ?? null,
		category: CATEGORIES.find((each) => each === search.get('category')) ?? null,
		country: /^[A-Z]{2}$/.test(search.get('country') ?? '') ? search.get('country') : null,
		text: (search.get('text') ?? '').trim().slice(0, 100),
	};
}

export const PAGE_SIZE = 100;

/** Who registered, with how many there are of each state, category and country. Errors: not_found. */
export const viewList = (context: Context, actor: Actor, eventId: string, filters: ListFilters, page: number) =>
	insideEvent(context, actor, eventId, async (tx, { frame }) => {
		const all = await countsOf(tx, eventId);
		const sum = (of: (row: (typeof all)[number]) => boolean) => all.filter(of).reduce((total, { count }) => total + count, 0);
		const approved = (row: (typeof all)[number]) => row.state === 'approved';
		const found = await listLines(tx, eventId, filters).limit(PAGE_SIZE + 1).offset(page * PAGE_SIZE);
		return {
			filters,
			page,
			hasMore: found.length > PAGE_SIZE,
			registrations: found.slice(0, PAGE_SIZE),
			/** How many one decision on the whole list is for. */
			toDecide: await countToDecide(tx, eventId, filters),
			places: frame.places,
			states: REGISTRATION_STATES.map((state) => ({ state, count: sum((row) => row.state === state) })),
			categories: CATEGORIES.map((category) => ({ category, count: sum((row) => approved(row) && row.category === category) })).filter(({ count }) => count > 0),
			countries: [...new Set(all.map(({ country }) => country))].sort().map((country) => ({ country, count: sum((row) => approved(row) && row.country === country) })),
		};
	});

/** What the letter for a visa alone tells, whose opening is on record. */
const withoutPassport = ({ passportNumber: _number, bornOn: _born, ...wishes }: WishesRow) => wishes;

/** One registration with what was said; that an organiser opened it is on record. Errors: not_found. */
export const viewRegistration = (context: Context, actor: Actor, eventId: string, id: string | null) =>
	insideEvent(context, actor, eventId, async (tx, found) => {
		const registration = await registrationById(tx, eventId, id);
		if (!registration) throw gone('registration');
		const person = await personById(tx, registration.personId);
		const member = registration.organisationId ? await organisationById(tx, registration.organisationId) : undefined;
		const answers = await answersOf(tx, registration.id);
		const wishes = await wishesOf(tx, registration.id);
		const forRules = { ...found.forRules, personId: registration.personId, state: registration.state };
		const { badge, badgePrinted: _digest, ...shown } = registration;
		const mayCheckIn = frameRules.checkIn(actor, found.forRules);
		await recordAudit(tx, { actor, action: 'registration.read-guarded', entity: 'event_registration', entityId: registration.id, detail: { eventId }, about: { centreId: found.row.centreId } });
		return {
			registration: shown,
			hasBadge: badge !== null,
			badgeChanged: (await printsOf(tx, eventId, [registration.id])).get(registration.id)!.isChanged,
			entries: await entriesOf(tx, registration.id),
			mayCheckIn: mayCheckIn && registration.state === 'approved',
			mayTakeBack: mayCheckIn,
			person: { name: person!.name, email: isReachable(person!.email) ? person!.email : '' },
			organisation: member ?? null,
			wishes: wishes ? withoutPassport(wishes) : null,
			answers: (await everyQuestionOf(tx, eventId)).filter((question) => answers.has(question.id)).map((question) => ({ question: { id: question.id, kind: question.kind, labels: question.labels, choices: question.choices }, answer: answers.get(question.id)! })),
			full: fullFor({ ...registration, organisationKind: registration.organisationKind ?? member?.kind ?? null }, (await placedIn(tx, eventId, 'approved')).filter((each) => each.id !== registration.id), { places: found.frame.places, quotas: await quotasOf(tx, eventId) }) ?? null,
			may: Object.fromEntries(REGISTRATION_RIGHTS.map((right) => [right, registrationRules[right](actor, forRules)])) as Record<RegistrationRight, boolean>,
		};
	});

/** Everything of everybody in a list, for a table; that an organiser took it is on record. Errors: not_found. */
export const viewTable = (context: Context, actor: Actor, eventId: string, filters: ListFilters) =>
	insideEvent(context, actor, eventId, async (tx, { row }) => {
		const registrations = await listLines(tx, eventId, filters);
		await recordAudit(tx, { actor, action: 'registration.read-guarded', entity: 'event', entityId: eventId, detail: { registrations: registrations.length }, about: { centreId: row.centreId } });
		const wishes = new Map((await wishesIn(tx, eventId)).map((row) => [row.registrationId, row]));
		const answers = await answersIn(tx, eventId);
		const questions: Question[] = await everyQuestionOf(tx, eventId);
		return { registrations: registrations.map((registration) => ({ ...registration, wishes: wishes.get(registration.id), answers: answers.get(registration.id) ?? new Map<string, Answer>() })), questions };
	});
