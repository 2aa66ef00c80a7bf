import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { eventById } from '#lib/server/network/queries.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { CentresContext } from './context.ts';
import type { AgencyInput, AgreementInput, CentreHours, CentreProfile } from './input.ts';
import { agencyById, agreementById, contactOf, deleteAgency, deleteAgreement, dropCentreEvent, insertAgency, insertAgreement, lockCentre, putCentreEvent, putContact, putStaff, updateAgency, updateAgreement, updateCentre, type FoundCentre } from './queries.ts';
import { centreRules, type CentreRight } from './rules.ts';

type Context = Pick<CentresContext, 'db' | 'clock'>;
const idOf = (actor: Actor) => (actor.kind === 'member' ? actor.userId : null);

/** The centre, held, for whoever has the right. Errors: not_found, forbidden, conflict (somebody saved meanwhile). */
async function centreToEdit(tx: Transaction, actor: Actor, id: string, right: CentreRight, expected?: number): Promise<FoundCentre> {
	const found = await lockCentre(tx, id);
	if (!found) throw new ExpectedError('not_found', 'No such centre.');
	if (!centreRules[right](actor, found.forRules)) throw new ExpectedError('forbidden', 'Officers of the centre edit its page.');
	if (expected !== undefined && found.row.version !== expected) throw new ExpectedError('conflict', 'Another officer has saved meanwhile.');
	return found;
}

const audited = (found: FoundCentre, actor: Actor, action: string, more: { detail?: Record<string, unknown>; before?: Record<string, unknown>; after?: Record<string, unknown> } = {}) =>
	({ actor, action: `centre.${action}`, entity: 'centre', entityId: found.row.id, ...more });

/** What officers write is theirs: no longer a sample, and not overwritten from the files. */
const written = (found: FoundCentre, fields: readonly string[]) => ({ sampleFields: found.row.sampleFields.filter((each) => !fields.includes(each)), version: found.row.version + 1 });

/** Words, place, address, languages and where messages go. Errors: not_found, forbidden, conflict. */
export async function saveProfile(context: Context, actor: Actor, input: { centreId: string; expected: number; profile: CentreProfile }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const found = await centreToEdit(tx, actor, input.centreId, 'edit', input.expected);
		const { contactEmail, ...values } = input.profile;
		const { about, place, address, website, languages } = found.row;
		const contactBefore = await contactOf(tx, found.row.id);
		await updateCentre(tx, found.row.id, { ...values, ...written(found, ['about', 'place', 'address', 'website', 'languages']) });
		await putContact(tx, found.row.id, contactEmail);
		await recordAudit(tx, audited(found, actor, 'edit', { before: { about, place, address, website, languages }, after: { ...values }, detail: contactBefore === contactEmail ? {} : { contactChanged: true } }));
	});
}

/** Errors: not_found, forbidden, conflict. */
export async function saveHours(context: Context, actor: Actor, input: { centreId: string; expected: number; hours: CentreHours }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const found = await centreToEdit(tx, actor, input.centreId, 'edit', input.expected);
		const { timeZone, hours, closedDays } = found.row;
		await updateCentre(tx, found.row.id, { ...input.hours, ...written(found, ['hours', 'timeZone']) });
		await recordAudit(tx, audited(found, actor, 'edit-hours', { before: { timeZone, hours, closedDays }, after: { ...input.hours } }));
	});
}

/** An officer decides whether, and how, the own name is shown. Errors: not_found, forbidden. */
export async function nameOneself(context: Context, actor: Actor, input: { centreId: string; shown: boolean; position: LocalText[]; languages: string[] }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const found = await centreToEdit(tx, actor, input.centreId, 'nameOneself');
		const userId = idOf(actor);
		if (!userId) throw new ExpectedError('forbidden', 'Only a person has a name to show.');
		await putStaff(tx, { centreId: found.row.id, userId, shown: input.shown, position: input.position, languages: input.languages, decidedAt: context.clock() });
		await recordAudit(tx, audited(found, actor, input.shown ? 'consent-to-name' : 'withdraw-name'));
	});
}

export type AgencyChange = { add: AgencyInput } | { id: number; save: AgencyInput } | { id: number; remove: true };

/** Errors: not_found, forbidden. */
export async function changeAgency(context: Context, actor: Actor, input: { centreId: string; change: AgencyChange }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const found = await centreToEdit(tx, actor, input.centreId, 'edit');
		const { change } = input;
		const version = { version: found.row.version + 1 };
		if ('add' in change) {
			const id = await insertAgency(tx, { ...change.add, centreId: found.row.id, position: 100, isSample: false });
			await recordAudit(tx, audited(found, actor, 'add-agency', { detail: { agencyId: id, role: change.add.role } }));
			return updateCentre(tx, found.row.id, version);
		}
		const agency = await agencyById(tx, change.id);
		if (!agency || agency.centreId !== found.row.id) throw new ExpectedError('not_found', 'No such agency.');
		if ('remove' in change) await deleteAgency(tx, agency.id);
		else await updateAgency(tx, agency.id, { ...change.save, isSample: false });
		const { role, names, website, source } = agency;
		await recordAudit(tx, audited(found, actor, 'remove' in change ? 'remove-agency' : 'edit-agency', { detail: { agencyId: agency.id }, before: { role, names, website, source }, after: 'remove' in change ? {} : { ...change.save } }));
		await updateCentre(tx, found.row.id, version);
	});
}

export type AgreementChange = { add: AgreementInput } | { id: string; save: AgreementInput } | { id: string; remove: true };

/**
 * An agreement that founds a centre. The first one of a centre without a signed memorandum makes it one with: where the 2020
 * case study says that none was signed, an officer records the one that was signed later. Errors: not_found, forbidden.
 */
export async function changeAgreement(context: Context, actor: Actor, input: { centreId: string; change: AgreementChange }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const found = await centreToEdit(tx, actor, input.centreId, 'recordAgreement');
		const { change } = input;
		const values = 'add' in change ? change.add : 'save' in change ? change.save : null;
		const signs = values !== null && values.signedOn !== null && (values.kind === 'memorandum' || values.kind === 'agreement');
		const memorandum = found.row.kind === 'bilateral' && signs ? ({ memorandum: 'signed' } as const) : {};
		if ('add' in change) {
			const id = await insertAgreement(tx, { ...change.add, centreId: found.row.id, createdBy: idOf(actor), createdAt: context.clock() });
			await recordAudit(tx, audited(found, actor, 'record-agreement', { detail: { agreementId: id, kind: change.add.kind, signedOn: change.add.signedOn }, before: { memorandum: found.row.memorandum }, after: { memorandum: found.row.memorandum, ...memorandum } }));
		} else {
			const before = await agreementById(tx, change.id);
			if (!before || before.centreId !== found.row.id) throw new ExpectedError('not_found', 'No such agreement.');
			if ('remove' in change) await deleteAgreement(tx, before.id);
			else await updateAgreement(tx, before.id, { ...change.save, isSample: false });
			const { kind, titles, signedOn, validUntil, place, parties, source } = before;
			await recordAudit(tx, audited(found, actor, 'remove' in change ? 'remove-agreement' : 'edit-agreement', { detail: { agreementId: before.id }, before: { kind, titles, signedOn, validUntil, place, parties, source }, after: { ...values } }));
		}
		await updateCentre(tx, found.row.id, { ...memorandum, version: found.row.version + 1 });
	});
}

/** Errors: not_found, forbidden. */
export async function linkEvent(context: Context, actor: Actor, input: { centreId: string; eventId: string; link: boolean }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const found = await centreToEdit(tx, actor, input.centreId, 'edit');
		if (!(await eventById(tx, input.eventId))) throw new ExpectedError('not_found', 'No such event.');
		await (input.link ? putCentreEvent : dropCentreEvent)(tx, found.row.id, input.eventId);
		await recordAudit(tx, audited(found, actor, input.link ? 'link-event' : 'unlink-event', { detail: { eventId: input.eventId } }));
	});
}
