import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { CentresContext } from './context.ts';
import { reopeningLetter } from './letters.ts';
import { centreFor, lockCentre, openFrom, organisationsOfArea, servingNow, staffOf } from './queries.ts';
import { centreRules } from './rules.ts';

/**
 * The secretariat opens a closed centre again. It takes the organisations of its area back from whichever centre serves them
 * now, with their listings and pairs, where that is wished. Who serves that centre gets a letter, for officers of the closed
 * one there are none any more. Answers how many rows of each table came back. Errors: not_found, forbidden, conflict (it is
 * open already).
 */
export async function reopenCentre(context: CentresContext, actor: Actor, input: { centreId: string; takeBack: boolean }): Promise<Record<string, number>> {
	return asActor(context.db, actor, async (tx) => {
		const found = await lockCentre(tx, input.centreId);
		if (!found) throw new ExpectedError('not_found', 'No such centre.');
		if (!found.forRules.closed) throw new ExpectedError('conflict', 'The centre is open already.');
		if (!centreRules.reopen(actor, found.forRules)) throw new ExpectedError('forbidden', 'The secretariat opens centres again.');
		const { row } = found;
		const from = (await centreFor(tx, await servingNow(tx, row.id)))!;
		const members = input.takeBack ? await organisationsOfArea(tx, row.id, from.row.id) : [];
		const moved = await openFrom(tx, row.id, members);
		for (const person of await staffOf(tx, from.row.id))
			await sendMail(tx, context.jobs, reopeningLetter(person, { opened: row.names, from: from.row.names, centreId: row.id, moved, baseUrl: context.baseUrl }));
		await recordAudit(tx, { actor, action: 'centre.reopen', entity: 'centre', entityId: row.id, detail: { from: from.row.id, moved }, before: { closedOn: row.closedOn, successorId: row.successorId }, after: { closedOn: null, successorId: null } });
		await recordAudit(tx, { actor, action: 'centre.hand-back', entity: 'centre', entityId: from.row.id, detail: { to: row.id, moved } });
		return moved;
	});
}
