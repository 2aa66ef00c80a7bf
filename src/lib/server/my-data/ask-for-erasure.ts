import { WAITING_DAYS } from '#lib/my-data/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, violatedConstraint, type Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { DataContext } from './data-context.ts';
import { erasureLetter } from './letters.ts';
import { cancelErasureRow, insertErasure, lockErasure, lockOrganisationForData, ownersOf, personById, waitingErasures, type Addressee } from './queries.ts';
import { organisationDataRules, personDataRules } from './rules.ts';

const DAY = 86_400_000;

type Target = { organisationId: string | null };

/**
 * Asks for one's account, or an organisation that one owns, to be erased when the waiting period is over. Whoever could take
 * it back gets a letter. Errors: forbidden, not_found, conflict (it waits already).
 */
export async function askForErasure(context: DataContext, actor: Actor, target: Target): Promise<{ dueAt: Date }> {
	if (actor.kind !== 'member') throw new ExpectedError('unauthenticated', 'Only a person asks for this.');
	const askedAt = context.clock();
	const dueAt = new Date(askedAt.getTime() + WAITING_DAYS * DAY);
	try {
		await inTransaction(context.db, async (tx) => {
			const found = await erasable(tx, actor, target, 'erase');
			const id = await insertErasure(tx, { ...found.of, askedBy: actor.userId, askedAt, dueAt });
			await recordAudit(tx, { actor, action: `${found.entity}.ask-for-erasure`, entity: found.entity, entityId: found.entityId, detail: { erasureId: id, dueAt: dueAt.toISOString() } });
			for (const person of found.addressees) await sendMail(tx, context.jobs, erasureLetter(person, { names: found.names, dueAt, begins: true, baseUrl: context.baseUrl }));
		});
	} catch (error) {
		if (/^erasure_one_/.test(violatedConstraint(error) ?? '')) throw new ExpectedError('conflict', 'An erasure waits already.', { cause: error });
		throw error;
	}
	return { dueAt };
}

/** Takes an erasure back while it waits. Errors: forbidden, not_found. */
export async function cancelErasure(context: Pick<DataContext, 'db' | 'clock'>, actor: Actor, target: Target): Promise<void> {
	if (actor.kind !== 'member') throw new ExpectedError('unauthenticated', 'Only a person asks for this.');
	await inTransaction(context.db, async (tx) => {
		const found = await erasable(tx, actor, target, 'keep');
		const waiting = (await waitingErasures(tx, actor.userId, target.organisationId ? [target.organisationId] : [])).find(({ organisationId }) => organisationId === target.organisationId);
		const locked = waiting && (await lockErasure(tx, waiting.id));
		if (!locked) throw new ExpectedError('not_found', 'Nothing waits to be erased.');
		await cancelErasureRow(tx, locked.id, actor.userId, context.clock());
		await recordAudit(tx, { actor, action: `${found.entity}.cancel-erasure`, entity: found.entity, entityId: found.entityId, detail: { erasureId: locked.id } });
	});
}

interface Erasable {
	of: { userId: string } | { organisationId: string };
	entity: 'user' | 'organisation';
	entityId: string;
	names: LocalText[] | null;
	/** Who could take it back. */
	addressees: Addressee[];
}

async function erasable(tx: Transaction, actor: Extract<Actor, { kind: 'member' }>, { organisationId }: Target, right: 'erase' | 'keep'): Promise<Erasable> {
	if (!organisationId) {
		if (!personDataRules[right](actor, actor)) throw new ExpectedError('forbidden', 'Only the person herself does this.');
		const person = await personById(tx, actor.userId);
		return { of: { userId: actor.userId }, entity: 'user', entityId: actor.userId, names: null, addressees: person ? [person] : [] };
	}
	const row = actor.organisations.has(organisationId) ? await lockOrganisationForData(tx, organisationId) : undefined;
	if (!row) throw new ExpectedError('not_found', 'No such organisation.');
	if (!organisationDataRules[right](actor, row)) throw new ExpectedError('forbidden', 'Only an owner does this.');
	return { of: { organisationId }, entity: 'organisation', entityId: row.id, names: row.names, addressees: await ownersOf(tx, row.id) };
}
