import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { CentresContext } from './context.ts';
import { closingLetter } from './letters.ts';
import { centreFor, closeInto, staffOf } from './queries.ts';
import { centreRules } from './rules.ts';

/**
 * The secretariat closes a centre. In one transaction its members, listings, pairs and messages go to another centre, its
 * officers follow or their roles end, and its page stays with a note. Whoever served either of the two gets a letter.
 * Answers how many rows of each table moved. Errors: not_found, forbidden, conflict (one of the two is closed already),
 * invalid_input at `into`.
 */
export async function closeCentre(
	context: CentresContext,
	actor: Actor,
	input: { centreId: string; into: string; note: LocalText[]; staffFollow: boolean },
): Promise<Record<string, number>> {
	return asActor(context.db, actor, async (tx) => {
		const [closing, into] = [await centreFor(tx, input.centreId), await centreFor(tx, input.into)];
		if (!closing) throw new ExpectedError('not_found', 'No such centre.');
		if (closing.forRules.closed) throw new ExpectedError('conflict', 'The centre is closed already.');
		if (!centreRules.close(actor, closing.forRules)) throw new ExpectedError('forbidden', 'The secretariat closes centres, but not the headquarters.');
		if (!into || into.forRules.closed || into.row.id === closing.row.id) throw new ExpectedError('invalid_input', 'No open centre takes over.', { field: 'into', detail: { code: 'required' } });
		const people = new Map([...(await staffOf(tx, closing.row.id)), ...(await staffOf(tx, into.row.id))].map((each) => [each.userId, each]));
		const on = context.clock().toISOString().slice(0, 10);
		const moved = await closeInto(tx, closing.row.id, into.row.id, { on, note: input.note, staffFollow: input.staffFollow });
		if (moved === 'closed') throw new ExpectedError('conflict', 'One of the two centres was closed meanwhile.');
		for (const person of people.values())
			await sendMail(tx, context.jobs, closingLetter(person, { closed: closing.row.names, into: into.row.names, centreId: closing.row.id, moved, baseUrl: context.baseUrl }));
		await recordAudit(tx, { actor, action: 'centre.close', entity: 'centre', entityId: closing.row.id, detail: { into: into.row.id, staffFollow: input.staffFollow, moved }, before: { closedOn: null, successorId: null }, after: { closedOn: on, successorId: into.row.id } });
		await recordAudit(tx, { actor, action: 'centre.take-over', entity: 'centre', entityId: into.row.id, detail: { from: closing.row.id, moved } });
		return moved;
	});
}
