import { isLive } from '#lib/events/phase.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { isUuid, wrong } from '#lib/server/events/input.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk, type DeskChange } from '../frame/change-at-desk.ts';
import { namedPeople } from '../host/named-by-typing.ts';
import { peopleOf, reachable, wantingMeetings, type Wanting } from '../queries.ts';
import { togetherAlready, waits } from '../requests/assert-not-together.ts';
import { isPossible } from '../requests/assert-possible.ts';
import { insertRequest, openBetween, takeTurns, updateRequest } from '../requests/queries.ts';
import { bestScore } from '../requests/send-request.ts';

type Context = MeetingsContext & { search: Pick<SearchService, 'judgePair'> };
type Pair = readonly [string, string];
type Obstacle = 'wants_none' | 'not_possible' | 'asked_together' | 'has_declined';

const DAY = 86_400_000;
/** Proposals that one press sends. */
export const PROPOSED_AT_ONCE = 50;

/** The two whom an organiser names by typing propose to meet. Errors: not_found, forbidden, invalid_input, conflict (why not, at the field of the other). */
export async function proposeMeeting(context: Context, actor: Actor, { eventId, form, reader }: { eventId: string; form: FormData; reader: Language }): Promise<void> {
	await propose(context, actor, eventId, async (change, send) => {
		const named = await namedPeople(change.tx, change.row.id, { form, reader });
		const pair: Pair = named.required('person', 'other_person');
		if (pair[0] === pair[1]) throw wrong('other_person', 'not_allowed');
		const [obstacle] = await send([pair]);
		if (obstacle) throw new ExpectedError('conflict', 'These two cannot be asked to meet.', { field: 'other_person', detail: { code: obstacle } });
	});
}

/**
 * Proposes to meet to the pairs that a form names in fields `pair`. Answers how many; of whom one has been asked meanwhile, or wants no
 * meetings any more, is left out. Errors: not_found, forbidden, invalid_input (none, or too many), conflict (nobody can answer yet).
 */
export async function proposeSuggested(context: Context, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<{ proposed: number }> {
	const pairs = [...new Set(form.getAll('pair').map(String))].map((typed) => typed.split(' ')).filter((ids): ids is [string, string] => ids.length === 2 && ids.every(isUuid) && ids[0] !== ids[1]);
	if (pairs.length === 0) throw wrong('pair', 'required');
	if (pairs.length > PROPOSED_AT_ONCE) throw wrong('pair', 'too_many', PROPOSED_AT_ONCE);
	return propose(context, actor, eventId, async (_change, send) => ({ proposed: (await send(pairs)).filter((obstacle) => obstacle === null).length }));
}

/** A change in which pairs are asked to meet; as the operator, for the wishes of people are theirs. `send` answers why a pair is not. */
async function propose<Result>(context: Context, actor: Actor, eventId: string, work: (change: DeskChange, send: (pairs: readonly Pair[]) => Promise<(Obstacle | null)[]>) => Promise<Result>): Promise<Result> {
	return changeAtDesk(context, actor, { eventId, action: 'propose-meetings' }, (change) =>
		asActor(change.tx, operator('meetings'), async (tx) => {
			const { frame } = change;
			if (!isLive(change.forRules) || frame.state === 'preparing') throw new ExpectedError('conflict', 'Nobody could answer.', { field: 'pair', detail: { code: 'draft' } });
			return work({ ...change, tx }, (pairs) => send(context, { ...change, tx }, pairs));
		}),
	);
}

async function send(context: Context, change: DeskChange, pairs: readonly Pair[]): Promise<(Obstacle | null)[]> {
	const { tx, row, note } = change;
	await takeTurns(tx, [...new Set(pairs.flat())]);
	const wanting = new Map((await wantingMeetings(tx, row.id)).map((person) => [person.id, person]));
	const obstacles: (Obstacle | null)[] = [];
	for (const pair of pairs) {
		const obstacle = await obstacleTo(change, pair, wanting);
		if (obstacle === null) await insertProposal(context, change, wanting.get(pair[0])!, wanting.get(pair[1])!);
		obstacles.push(obstacle);
	}
	const sent = pairs.filter((_pair, index) => obstacles[index] === null);
	await tell(context, tx, change, sent);
	note({ detail: { pairs: sent.map((pair) => pair.join(' – ')).join(', ') } });
	return obstacles;
}

/** Why two cannot be asked to meet; null where they can. Nobody is asked again who has declined. */
async function obstacleTo({ tx, row, frame, now }: DeskChange, [one, other]: Pair, wanting: ReadonlyMap<string, Wanting>): Promise<Obstacle | null> {
	if (!wanting.has(one) || !wanting.has(other)) return 'wants_none';
	if (!(await isPossible(tx, [one, other]))) return 'not_possible';
	const between = await openBetween(tx, row.id, one, other, { lock: true });
	if (between?.state === 'refused') return 'has_declined';
	if (between && (between.state === 'accepted' || waits(between, now))) return 'asked_together';
	// Nobody answered in time, though no job has said so yet.
	if (between?.state === 'asked') await updateRequest(tx, between.id, { state: 'expired' });
	return (await togetherAlready({ tx, frame, now }, one, [one, other])) ? 'asked_together' : null;
}

async function insertProposal({ search }: Context, { tx, row, frame, now }: DeskChange, one: Wanting, other: Wanting): Promise<void> {
	await insertRequest(tx, {
		eventId: row.id,
		fromRegistrationId: one.id,
		toRegistrationId: other.id,
		byHost: true,
		fromAgreed: false,
		messageLanguage: row.languages[0]!,
		suggestionScore: bestScore(search, one, other),
		// Both hear of it by a letter of its own.
		toldAt: now,
		expiresAt: new Date(now.getTime() + frame.answerDays * DAY),
		createdAt: now,
	});
}

/** One letter to each person, with everybody whom that one is proposed to meet. */
async function tell(context: Context, tx: Transaction, { row, frame, now }: DeskChange, pairs: readonly Pair[]): Promise<void> {
	const others = new Map<string, string[]>();
	for (const [one, other] of pairs) for (const [who, whom] of [[one, other], [other, one]] as const) others.set(who, [...(others.get(who) ?? []), whom]);
	const people = await peopleOf(tx, [...others.keys()]);
	const until = new Date(now.getTime() + frame.answerDays * DAY);
	const { proposalsLetter } = await import('../letters.ts');
	for (const to of await reachable(tx, [...others.keys()])) await sendMail(tx, context.jobs, proposalsLetter(to, row, { people: others.get(to.registrationId)!.flatMap((id) => people.get(id) ?? []), until }, context.baseUrl));
}
