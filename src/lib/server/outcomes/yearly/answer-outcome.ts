import type { Language } from '#lib/engines/text/language.ts';
import type { MoneyText } from '#lib/money/money.ts';
import { OUTCOME_DAYS, type OutcomeReason, type OutcomeState, type OutcomeStatus } from '#lib/outcomes/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { findAgreement, type AgreementRow } from '#lib/server/agreements/queries.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { changeRecord, needWords, positionOf, type RecordChange } from '../change-record.ts';
import { isFinal, nextOutcomeState, OUTCOME_STEPS } from '../outcome.ts';
import { outcomeRules } from '../rules.ts';
import { readAnswerToken } from './answer-link.ts';
import { findOutcome, insertOutcome, updateOutcome, type OutcomeRow } from './queries.ts';

const DAY = 86_400_000;

/** What a party says of a year. Numbers that are not given are null: not known is not nought. */
export interface OutcomeAnswer {
	status: OutcomeStatus;
	/** Where it has stopped. */
	reason: OutcomeReason | null;
	words: string;
	language: Language;
	jobs: number | null;
	publications: number | null;
	agreements: number | null;
	sales: MoneyText | null;
	investment: MoneyText | null;
}

/** The values of a new question; pair and area are what figures count it by. */
export function newOutcome(row: AgreementRow, party: { position: number; organisationId: string | null }, year: number, now: Date) {
	return {
		agreementId: row.id, party: party.position, organisationId: party.organisationId, year, askedAt: now, dueAt: new Date(now.getTime() + OUTCOME_DAYS.expiry * DAY),
		pair: row.countries.join('-'), area: row.area ?? '', isSample: row.isSample,
	};
}

/**
 * Answers for a year, asked or not, or corrects one's answer. `expected`: the version that the person saw, 0 where none stood.
 * Errors: not_found, forbidden (another party), conflict, invalid_input (year, reason, words).
 */
export async function answerOutcome(context: DockingContext, actor: Actor, input: { reference: string; party: number; year: number; expected: number; answer: OutcomeAnswer }): Promise<void> {
	await changeRecord(context, actor, input.reference, async (change) => {
		const party = change.parties.find(({ position }) => position === input.party);
		if (!party) throw new ExpectedError('not_found', 'No such party.');
		change.allow(outcomeRules.answer(actor, { agreement: change.forRules, party: input.party, state: null }));
		const signed = Number(change.row.signedOn!.slice(0, 4));
		if (!(input.year >= signed && input.year <= change.now.getUTCFullYear())) throw new ExpectedError('invalid_input', 'A year from the signature to now.', { field: 'year', detail: { code: 'year' } });
		const standing = await findOutcome(change.tx, { agreementId: change.row.id, party: input.party, year: input.year }, { lock: true });
		if ((standing?.version ?? 0) !== input.expected) throw new ExpectedError('conflict', 'Somebody else has answered meanwhile.');
		const row = standing ?? (await insertOutcome(change.tx, newOutcome(change.row, party, input.year, change.now)));
		await keep(change, row, input.answer, false);
	});
}

async function keep(change: RecordChange, row: OutcomeRow, answer: OutcomeAnswer, throughLink: boolean): Promise<void> {
	const { status, reason, words, language, jobs, publications, agreements, sales, investment } = answer;
	const event = row.state === 'answered' ? 'correct' : 'answer';
	const state = nextOutcomeState(row.state, event);
	if (!state) throw new ExpectedError('conflict', 'It is answered by now.');
	if (status === 'stopped' && reason === null) throw new ExpectedError('invalid_input', 'Why it has stopped.', { field: 'reason', detail: { code: 'required' } });
	if (status === 'stopped' && reason === 'other') needWords(words);
	if (sales && investment && sales.currency !== investment.currency) throw new ExpectedError('invalid_input', 'One currency.', { field: 'currency', detail: { code: 'not_allowed' } });
	await updateOutcome(change.tx, row.id, {
		state, status, reason: status === 'stopped' ? reason : null, words, language, jobs, publications, agreements,
		salesMinor: sales ? BigInt(sales.minor) : null, investmentMinor: investment ? BigInt(investment.minor) : null, currency: sales?.currency ?? investment?.currency ?? null,
		answeredBy: change.person?.userId ?? null, called: change.person?.name ?? '', answeredAt: change.now, throughLink,
	});
	await change.audit('outcome.answer', 'outcome', row.id, { before: { state: row.state, status: row.status }, after: { state, status }, detail: { year: row.year, party: row.party, throughLink } });
	if (isFinal(status)) await change.pass('other', 'report_outcome');
	const { tells } = OUTCOME_STEPS[event];
	if (tells) await change.tell(tells);
}

/** A question as the page behind a link shows it: nothing of what the agreement is about, nor with whom. */
export interface LinkedQuestion {
	reference: string;
	year: number;
	state: OutcomeState;
	/** The currency of the agreement, for amounts. */
	currency: string | null;
	name: string;
}

/** The question that a link answers. Changes nothing. Errors: not_found (not our link, or its person speaks for the party no more), expired. */
export async function questionOfLink(db: Executor, secret: string, token: string, now: Date): Promise<LinkedQuestion> {
	const { actor, row, reference, currency } = await openLink(db, secret, token, now);
	return { reference, year: row.year, state: row.state, currency, name: actor.name };
}

/**
 * Answers through the link of a letter, on behalf of whom it was sent to: once, while the question is open, and with the rights
 * that the person has today. Errors: not_found, expired, conflict (answered by now), invalid_input.
 */
export async function answerThroughLink(context: DockingContext, secret: string, token: string, answer: OutcomeAnswer): Promise<void> {
	const { actor, row, reference } = await openLink(context.db, secret, token, context.clock());
	await changeRecord(context, actor, reference, async (change) => {
		const standing = await findOutcome(change.tx, { id: row.id }, { lock: true });
		if (standing?.state !== 'asked') throw new ExpectedError('conflict', 'It is answered by now.');
		change.allow(outcomeRules.answer(actor, { agreement: change.forRules, party: standing.party, state: standing.state }));
		positionOf(change, standing.party);
		await keep(change, standing, answer, true);
	});
}

async function openLink(db: Executor, secret: string, token: string, now: Date) {
	const missing = new ExpectedError('not_found', 'No such link.');
	const link = readAnswerToken(secret, token);
	if (!link) throw missing;
	const actor = await actorOfUser(db, link.userId);
	if (actor.kind !== 'member') throw missing;
	// The system looks the question up: that its person may still answer it is asked of the rules.
	const found = await asActor(db, operator('outcome links'), async (tx) => {
		const row = await findOutcome(tx, { id: link.outcomeId });
		const agreement = row && (await findAgreement(tx, { id: row.agreementId }));
		return row && agreement && { row, agreement };
	});
	if (!found || !outcomeRules.answer(actor, { agreement: found.agreement.forRules, party: found.row.party, state: found.row.state })) throw missing;
	if (found.row.state !== 'answered' && found.row.dueAt <= now) throw new ExpectedError('expired', 'The question has expired.');
	return { actor, row: found.row, reference: found.agreement.row.reference, currency: found.agreement.row.currency };
}
