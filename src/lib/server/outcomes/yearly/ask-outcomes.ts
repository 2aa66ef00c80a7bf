import { OUTCOME_DAYS } from '#lib/outcomes/vocabulary.ts';
import { findAgreement, type FoundAgreement } from '#lib/server/agreements/queries.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { contactPeopleOf } from '#lib/server/docking/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { milestoneLetter, questionLetter } from '../letters.ts';
import { isFinal, nextOutcomeState, yearToAsk } from '../outcome.ts';
import { dueMilestones, markReminded as markMilestoneReminded } from '../projects/queries.ts';
import { answerToken } from './answer-link.ts';
import { newOutcome } from './answer-outcome.ts';
import { agreementsToAsk, insertOutcome, markReminded, outcomesOf, outcomesPast, unremindedOutcomes, updateOutcome, writersOf, type OutcomePerson, type OutcomeRow } from './queries.ts';

const DAY = 86_400_000;
const SYSTEM = operator('yearly outcomes');

export type AskingContext = DockingContext & { secret: string };

/**
 * Asks each party of agreements whose signature has its anniversary what came of it: one question a party and year, and a letter
 * with links of its own to each person who speaks for the party. Answers how many agreements; a next run takes the rest.
 */
export async function askOutcomes(context: AskingContext, most = 100): Promise<number> {
	return asActor(context.db, SYSTEM, async (tx) => {
		const now = context.clock();
		const today = now.toISOString().slice(0, 10);
		const due = await agreementsToAsk(tx, today, most);
		for (const { id, signedOn } of due) {
			const year = yearToAsk(signedOn, today);
			const found = await findAgreement(tx, { id });
			if (found && year) await askParties(context, tx, found, year, now);
		}
		return due.length;
	});
}

async function askParties(context: AskingContext, tx: Transaction, found: FoundAgreement, year: number, now: Date): Promise<void> {
	const standing = await outcomesOf(tx, found.row.id);
	for (const party of found.parties) {
		const own = standing.filter((row) => row.party === party.position);
		if ((party.organisationId === null && party.centreId === null) || own.some((row) => row.year === year || isFinal(row.status))) continue;
		const row = await insertOutcome(tx, newOutcome(found.row, party, year, now));
		await recordAudit(tx, { actor: SYSTEM, action: 'outcome.ask', entity: 'outcome', entityId: row.id, detail: { reference: found.row.reference, year, party: party.position }, about: { organisationId: party.organisationId, centreId: party.adviserCentreId } });
		await sendQuestion(context, tx, found, row, false);
	}
}

async function sendQuestion(context: AskingContext, tx: Transaction, found: FoundAgreement, row: OutcomeRow, reminder: boolean): Promise<void> {
	for (const person of await peopleOfParty(tx, found, row.party))
		await sendMail(
			tx,
			context.jobs,
			questionLetter(person, { reference: found.row.reference, year: row.year, token: answerToken(context.secret, { outcomeId: row.id, userId: person.id }), baseUrl: context.baseUrl, until: row.dueAt.toISOString().slice(0, 10), reminder }),
		);
}

/** Who speaks for a party: of a docking, its contact people who write for the organisation; else all who write for it. */
async function peopleOfParty(tx: Transaction, { row, parties }: FoundAgreement, position: number): Promise<OutcomePerson[]> {
	const party = parties.find((each) => each.position === position);
	if (!party) return [];
	if (!row.dockingId) return row.fromDocking ? [] : writersOf(tx, party);
	const contacts = await contactPeopleOf(tx, row.dockingId);
	return contacts.filter(({ side, role }) => side === party.side && (role === 'owner' || role === 'editor'));
}

/** Reminds, once, of questions that nobody has answered. */
export async function remindOfOutcomes(context: AskingContext, most = 100): Promise<number> {
	return asActor(context.db, SYSTEM, async (tx) => {
		const now = context.clock();
		const waiting = await unremindedOutcomes(tx, new Date(now.getTime() - OUTCOME_DAYS.reminder * DAY), most);
		for (const row of waiting) {
			const found = await findAgreement(tx, { id: row.agreementId });
			if (found && row.dueAt > now) await sendQuestion(context, tx, found, row, true);
			await markReminded(tx, row.id, now);
		}
		return waiting.length;
	});
}

/** Ends questions that nobody has answered in time; their links with them. */
export async function expireOutcomes(context: Pick<DockingContext, 'db' | 'clock'>, most = 500): Promise<number> {
	return asActor(context.db, SYSTEM, async (tx) => {
		const past = await outcomesPast(tx, context.clock(), most);
		for (const row of past) {
			const state = nextOutcomeState(row.state, 'expire');
			if (!state) continue;
			await updateOutcome(tx, row.id, { state });
			await recordAudit(tx, { actor: SYSTEM, action: 'outcome.expire', entity: 'outcome', entityId: row.id, before: { state: row.state }, after: { state }, detail: { year: row.year }, about: { organisationId: row.organisationId } });
		}
		return past.length;
	});
}

/** Reminds the parties, once, of a milestone whose day has passed. */
export async function remindOfMilestones(context: DockingContext, most = 200): Promise<number> {
	return asActor(context.db, SYSTEM, async (tx) => {
		const now = context.clock();
		const due = await dueMilestones(tx, now.toISOString().slice(0, 10), most);
		const told = new Set<string>();
		for (const milestone of due) {
			await markMilestoneReminded(tx, milestone.id, now);
			const found = await findAgreement(tx, { id: milestone.agreementId });
			if (!found) continue;
			for (const party of found.parties)
				for (const person of await peopleOfParty(tx, found, party.position)) {
					// One letter a person and project, however many are due.
					const key = `${person.id} ${found.row.id} ${milestone.project}`;
					if (told.has(key)) continue;
					told.add(key);
					await sendMail(tx, context.jobs, milestoneLetter(person, { reference: found.row.reference, project: milestone.project, baseUrl: context.baseUrl }));
				}
		}
		return due.length;
	});
}
