import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanEmail } from '#lib/server/accounts/input.ts';
import { gone, personOf } from '#lib/server/events/change-event.ts';
import { wrong } from '#lib/server/events/input.ts';
import { userByEmail } from '#lib/server/events/people/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { RegistrationContext } from '../context.ts';
import { wrongHere } from '../form/input.ts';
import { helperLetter } from '../letters.ts';
import { findFrame, type FoundFrame } from '../queries.ts';
import { frameRules } from '../rules.ts';
import { deleteHelper, insertHelper } from './queries.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;
type Input = { eventId: string; form: FormData };

/** Errors: not_found, forbidden. */
async function organising<Result>(context: Context, actor: Actor, eventId: string, work: (tx: Transaction, found: FoundFrame, now: Date) => Promise<Result>): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findFrame(tx, eventId, now);
		if (!found || !frameRules.view(actor, found.forRules)) throw gone('event');
		if (!frameRules.organise(actor, found.forRules)) throw new ExpectedError('forbidden', 'Only organisers say who helps at the doors.');
		return work(tx, found, now);
	});
}

/**
 * Lets somebody with an account help at an event's doors, and writes where: to the page of the doors, and to nothing else of the
 * event. Given twice it is given once. Answers the person's name. Errors: not_found, forbidden, invalid_input, conflict (a draft).
 */
export async function grantDoor(context: Context, actor: Actor, { eventId, form }: Input): Promise<{ name: string }> {
	return organising(context, actor, eventId, async (tx, { row }, now) => {
		if (row.state === 'draft') throw new ExpectedError('conflict', 'The doors of an event that is not public yet are nobody’s but the organisers’.');
		const email = cleanEmail(form.get('helper'));
		if (email === '') throw wrong('helper', 'required');
		const person = await userByEmail(tx, email);
		if (!person) throw wrongHere('helper', 'no_account');
		if (await insertHelper(tx, { eventId, personId: person.id, grantedBy: personOf(actor), grantedAt: now })) {
			await sendMail(tx, context.jobs, helperLetter(person, row, context.baseUrl));
			await recordAudit(tx, { actor, action: 'registration.grant-door', entity: 'event', entityId: eventId, detail: { personId: person.id }, about: { centreId: row.centreId } });
		}
		return { name: person.name };
	});
}

/** From now on the person is no helper; phones are refused when they ask next. Errors: not_found, forbidden. */
export async function withdrawDoor(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await organising(context, actor, eventId, async (tx, { row }) => {
		const personId = String(form.get('id') ?? '');
		if (!(await deleteHelper(tx, eventId, personId))) throw gone('helper');
		await recordAudit(tx, { actor, action: 'registration.withdraw-door', entity: 'event', entityId: eventId, detail: { personId }, about: { centreId: row.centreId } });
	});
}
