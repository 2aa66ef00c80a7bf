import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { findAgreement, peopleOfParties, type FoundAgreement } from '#lib/server/agreements/queries.ts';
import { positionsOf } from '#lib/server/agreements/rules.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import type { DockingEvent } from '#lib/server/docking/docking.ts';
import { moveDocking, passBall } from '#lib/server/docking/move-docking.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { standOf } from '#lib/server/docking/rules.ts';
import { tellDocking } from '#lib/server/docking/tell-docking.ts';
import type { Ball, DockingState, NextStep } from '#lib/docking/vocabulary.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { newsLetter, type OutcomeNews } from './letters.ts';
import { recordRules } from './rules.ts';

const SYSTEM = operator('outcomes');

/** What a change of what comes of an agreement works with, once the reader's right to see it is checked. */
export interface RecordChange extends FoundAgreement {
	tx: Transaction;
	now: Date;
	/** The positions of the parties that the actor speaks for. */
	positions: number[];
	person: { userId: string; name: string } | null;
	/** Errors: forbidden. */
	allow(right: boolean): void;
	audit(action: string, entity: 'project' | 'outcome' | 'success_story', entityId: string, change?: { before?: Record<string, unknown>; after?: Record<string, unknown>; detail?: Record<string, unknown> }): Promise<void>;
	/** Tells those who are in it, but the actor, that there is something. */
	tell(news: OutcomeNews): Promise<void>;
	/** What happens to the docking, if the agreement came of one and it is in one of the states. */
	moveDocking(event: DockingEvent, from: readonly DockingState[]): Promise<void>;
	pass(ball: Ball | 'other', nextStep: NextStep): Promise<void>;
}

/** Words with the language they are written in. */
export interface Written {
	words: string;
	language: Language;
}

/**
 * Runs a change of what comes of a signed agreement, on behalf of an actor: the agreement locked, in one transaction behind its
 * walls. A stranger, an agreement that is not signed and a missing one are answered alike. Errors: not_found, and what `work` says.
 */
export async function changeRecord<Result>(context: DockingContext, actor: Actor, reference: string, work: (change: RecordChange) => Promise<Result>): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findAgreement(tx, { reference }, { lock: true });
		if (!found || !recordRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such signed agreement.');
		return work(changeOf(context, actor, tx, found));
	});
}

function changeOf(context: DockingContext, actor: Actor, tx: Transaction, found: FoundAgreement): RecordChange {
	const { row, parties, forRules } = found;
	const person = actor.kind === 'member' ? actor : null;
	const inDocking = async (work: (tx: Transaction, docking: NonNullable<Awaited<ReturnType<typeof findDocking>>>) => Promise<unknown>) => {
		if (!row.dockingId) return;
		const docking = await findDocking(tx, { id: row.dockingId });
		if (docking) await work(tx, docking);
	};
	return {
		...found,
		tx,
		now: context.clock(),
		positions: positionsOf(actor, forRules),
		person: person && { userId: person.userId, name: person.name },
		allow(right) {
			if (!right) throw new ExpectedError('forbidden', 'This person may not do this here.');
		},
		audit: (action, entity, entityId, change = {}) =>
			recordAudit(tx, { actor, action, entity, entityId, before: change.before ?? {}, after: change.after ?? {}, detail: { reference: row.reference, ...change.detail }, about: { organisationId: parties[0]?.organisationId ?? null, centreId: parties[0]?.adviserCentreId ?? null } }),
		async tell(news) {
			if (row.dockingId) return inDocking((tx, docking) => tellDocking(context, tx, docking.row, news, { except: actor }));
			const people = await asActor(tx, SYSTEM, (tx) => peopleOfParties(tx, parties));
			for (const each of people) if (each.id !== person?.userId) await sendMail(tx, context.jobs, newsLetter(each, { reference: row.reference, news, baseUrl: context.baseUrl }));
		},
		moveDocking: (event, from) =>
			inDocking(async (tx, docking) => {
				if (from.includes(docking.row.state)) await moveDocking(context, tx, actor, docking.row.id, event, { tell: false });
			}),
		pass: (ball, nextStep) =>
			inDocking(async (tx, docking) => {
				if (docking.row.state === 'completed' || docking.row.state === 'stopped') return;
				const stand = standOf(actor, docking.access);
				const other: Ball = stand === 'offering' ? 'seeking' : stand === 'seeking' ? 'offering' : docking.row.ball;
				await passBall(context, tx, actor, docking.row.id, ball === 'other' ? other : ball, nextStep);
			}),
	};
}

/** The position that somebody speaks for; of several, the one asked for. Errors: forbidden. */
export function positionOf({ positions }: Pick<RecordChange, 'positions'>, asked?: number | null): number {
	const position = asked === undefined || asked === null ? positions[0] : positions.find((each) => each === asked);
	if (position === undefined) throw new ExpectedError('forbidden', 'This person speaks for no such party.');
	return position;
}

/** Errors: invalid_input, at the field `words`. */
export function needWords(words: string, field = 'words'): void {
	if (words === '') throw new ExpectedError('invalid_input', 'This needs a word of why.', { field, detail: { code: 'required' } });
}
