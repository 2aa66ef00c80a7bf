import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { officersOf } from '#lib/server/membership/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Recipient } from '#lib/server/platform/letter.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { ExpertsContext } from '../context.ts';
import { requestLetter, type RequestNews } from '../letters.ts';
import { requestRules, type REQUEST_RIGHTS } from '../rules.ts';
import { askersOf, findRequest, insertRequestStep, peopleOf, updateRequest, type FoundRequest } from './queries.ts';
import { nextRequestState, type RequestStep } from './service-request.ts';

/** What a change of a request works with, once the right is checked and nobody else changes it. */
export interface Change extends FoundRequest {
	tx: Transaction;
	now: Date;
	/** Tells people; each in his or her language. */
	tell(to: readonly Recipient[], news: RequestNews): Promise<void>;
	askers(): Promise<Recipient[]>;
	officers(): Promise<Recipient[]>;
	/** The people behind the experts who stand in the task force. */
	force(): Promise<Recipient[]>;
	/** Writes the step into the history. */
	record(step: string, words: { words: string; language: Language }, called?: string): Promise<void>;
	/** Goes on to the state after a step. Errors: conflict. */
	go(step: RequestStep): Promise<void>;
}

/**
 * Runs a change of a request on behalf of an actor: locked, its right checked, in one transaction with letters and audit.
 * Who may not see the request learns nothing of it. Errors: not_found, forbidden, conflict.
 */
export async function changeRequest<Result>(
	context: ExpertsContext,
	actor: Actor,
	input: { number: number; right: (typeof REQUEST_RIGHTS)[number]; action: string },
	work: (change: Change) => Promise<Result>,
): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findRequest(tx, input.number, { lock: true });
		if (!found || !requestRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such request.');
		if (!requestRules[input.right](actor, found.forRules)) throw new ExpectedError('forbidden', 'This person may not do this with the request.');
		const change = changeOf(context, actor, tx, found);
		const result = await work(change);
		await recordAudit(tx, { actor, action: `service-request.${input.action}`, entity: 'service-request', entityId: found.row.id, about: { organisationId: found.row.organisationId, centreId: found.row.centreId } });
		return result;
	});
}

export function changeOf(context: ExpertsContext, actor: Actor, tx: Transaction, found: FoundRequest): Change {
	const now = context.clock();
	const { row, places } = found;
	const person = actor.kind === 'member' ? actor : null;
	return {
		...found,
		tx,
		now,
		async tell(to, news) {
			for (const recipient of to)
				if (recipient.email !== person?.email) await sendMail(tx, context.jobs, requestLetter(recipient, { number: row.number, title: row.title, baseUrl: context.baseUrl }, news));
		},
		askers: () => askersOf(tx, row),
		officers: () => officersOf(tx, row.centreId),
		force: () => peopleOf(tx, places.flatMap(({ state, userId }) => (state === 'accepted' && userId ? [userId] : []))),
		record: (step, { words, language }, called = person?.name ?? '') => insertRequestStep(tx, { requestId: row.id, step, words, language, by: person?.userId ?? null, called, at: now }),
		async go(step) {
			const state = nextRequestState(row.state, step, { places });
			if (!state) throw new ExpectedError('conflict', 'The request is in another state by now.');
			await updateRequest(tx, row.id, { state, version: row.version + 1, updatedAt: now });
		},
	};
}
