import type { Ball, NextStep } from '#lib/docking/vocabulary.ts';
import type { AgreementState } from '#lib/agreements/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { moveDocking, passBall } from '#lib/server/docking/move-docking.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { tellDocking } from '#lib/server/docking/tell-docking.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { agreementSigned } from '#lib/server/trading/decide-trade.ts';
import { nextAgreementState, type AgreementEvent, type AgreementSituation } from './agreement.ts';
import type { AgreementNews } from './letters.ts';
import { findAgreement, insertStep, legalReadersOf, peopleOfParties, updateAgreement, type AgreementPerson, type FoundAgreement } from './queries.ts';
import { agreementRules, positionsOf, type AgreementRight } from './rules.ts';

const SYSTEM = operator('agreements');

/** What a change of an agreement works with, once the right is checked and nobody else changes it. */
export interface AgreementChange extends FoundAgreement {
	tx: Transaction;
	now: Date;
	/** The positions of the parties that the actor speaks for. */
	positions: number[];
	person: { userId: string; name: string } | null;
	/** Writes what happened into the history, and into the audit log. */
	record(step: string, state: AgreementState, written?: { words: string; language: Language }, detail?: Record<string, unknown>): Promise<void>;
	/** The state after an event. Errors: conflict. */
	after(event: AgreementEvent, situation: AgreementSituation): AgreementState;
	update(values: Parameters<typeof updateAgreement>[2]): Promise<void>;
	/** Tells those who are in it, but the actor, that there is something. */
	tell(news: AgreementNews): Promise<void>;
	tellReaders(centreIds: readonly string[]): Promise<void>;
	/** Says in the docking, if there is one, whose turn it is. */
	pass(ball: Ball | 'other', nextStep: NextStep): Promise<void>;
	/** The docking, if there is one, has an agreement signed. */
	dockingSigned(): Promise<void>;
	/** The trade, if the agreement came of one, has its contract. */
	tradeContracted(signedOn: string): Promise<void>;
}

/**
 * Runs a change of an agreement on behalf of an actor: locked, its right checked, in one transaction. A stranger and a missing
 * agreement are answered alike. `expected`: the version that the actor saw. Errors: not_found, forbidden, conflict.
 */
export async function changeAgreement<Result>(
	context: DockingContext,
	actor: Actor,
	input: { reference: string; right: AgreementRight; expected?: number },
	work: (change: AgreementChange) => Promise<Result>,
): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findAgreement(tx, { reference: input.reference }, { lock: true });
		if (!found || !agreementRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such agreement.');
		if (input.expected !== undefined && input.expected !== found.row.version) throw new ExpectedError('conflict', 'Somebody else has changed the agreement meanwhile.');
		requireRight(actor, input.right, found);
		return work(changeOf(context, actor, tx, found));
	});
}

/** Errors: forbidden; conflict where only the state stands in the way, for then somebody else was faster. */
export function requireRight(actor: Actor, right: AgreementRight, { forRules }: FoundAgreement): void {
	if (agreementRules[right](actor, forRules)) return;
	const inAnother = (['draft', 'legal-review', 'ready', 'signing', 'signed'] as const).some((state) => agreementRules[right](actor, { ...forRules, state }));
	throw new ExpectedError(inAnother ? 'conflict' : 'forbidden', 'This person may not do this with the agreement now.');
}

function changeOf(context: DockingContext, actor: Actor, tx: Transaction, found: FoundAgreement): AgreementChange {
	const { row, parties } = found;
	const now = context.clock();
	const person = actor.kind === 'member' ? actor : null;
	let version = row.version;
	const letters = async (people: readonly AgreementPerson[], news: AgreementNews) => {
		// Only now: the words of all letters are thousands of files, and who loads the samples needs none of them.
		const { agreementLetter } = await import('./letters.ts');
		for (const each of people) if (each.id !== person?.userId) await sendMail(tx, context.jobs, agreementLetter(each, { reference: row.reference, baseUrl: context.baseUrl, news }));
	};
	const inDocking = async (work: (tx: Transaction, docking: NonNullable<Awaited<ReturnType<typeof findDocking>>>) => Promise<unknown>) => {
		if (!row.dockingId) return;
		// A legal adviser is not in the docking, and still it goes on.
		await asActor(tx, SYSTEM, async (tx) => {
			const docking = await findDocking(tx, { id: row.dockingId! });
			if (docking) await work(tx, docking);
		});
	};
	const by = found.forRules.docking && parties.find(({ position }) => positionsOf(actor, found.forRules).includes(position))?.side;
	return {
		...found,
		tx,
		now,
		person: person && { userId: person.userId, name: person.name },
		positions: positionsOf(actor, found.forRules),
		async record(step, state, written, detail) {
			await insertStep(tx, { agreementId: row.id, step, state, words: written?.words ?? '', language: written?.language ?? 'en', by: person?.userId ?? null, called: person?.name ?? '', at: now });
			await recordAudit(tx, { actor, action: `agreement.${step}`, entity: 'agreement', entityId: row.id, before: { state: row.state }, after: { state }, detail: { reference: row.reference, ...detail }, about: { organisationId: parties[0]?.organisationId ?? null, centreId: parties[0]?.adviserCentreId ?? null } });
		},
		after(event, situation) {
			const state = nextAgreementState(row.state, event, situation);
			if (!state) throw new ExpectedError('conflict', 'The agreement is in another state by now.');
			return state;
		},
		update: (values) => updateAgreement(tx, row.id, { ...values, version: ++version, updatedAt: now }),
		async tell(news) {
			if (row.dockingId) await inDocking((tx, docking) => tellDocking(context, tx, docking.row, news === 'signed' ? 'agreement_signed' : 'agreement', { except: actor }));
			else await letters(await asActor(tx, SYSTEM, (tx) => peopleOfParties(tx, parties)), news);
		},
		tellReaders: async (centreIds) => letters(await asActor(tx, SYSTEM, (tx) => legalReadersOf(tx, centreIds)), 'review'),
		pass: (ball, nextStep) =>
			inDocking(async (tx, docking) => {
				if (docking.row.state === 'completed' || docking.row.state === 'stopped') return;
				const other: Ball = by === 'offering' ? 'seeking' : by === 'seeking' ? 'offering' : docking.row.ball;
				await passBall(context, tx, actor, docking.row.id, ball === 'other' ? other : ball, nextStep);
			}),
		dockingSigned: () =>
			inDocking(async (tx, docking) => {
				if (docking.row.state !== 'completed' && docking.row.state !== 'stopped') await moveDocking(context, tx, actor, docking.row.id, { type: 'agreement-signed' }, { tell: false });
			}),
		async tradeContracted(signedOn) {
			await agreementSigned(context, tx, actor, { ...row, signedOn });
		},
	};
}
