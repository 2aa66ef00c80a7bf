import { checksBeforeSigning } from '#lib/agreements/checks.ts';
import type { Texts } from '#lib/agreements/content.ts';
import type { FrozenDocument } from '#lib/agreements/document.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Database, Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { centreById, organisationsById } from '#lib/server/network/queries.ts';
import { recordRules } from '#lib/server/outcomes/rules.ts';
import { clauseRows, headingsOf } from './documents/clauses.ts';
import { composeAll, unreviewedClauses } from './documents/compose.ts';
import { factsOf, findAgreement, stepsOf, type FoundAgreement } from './queries.ts';
import { AGREEMENT_RIGHTS, agreementRules, positionsOf, type AgreementRight } from './rules.ts';

async function find(tx: Transaction, actor: Actor, reference: string): Promise<FoundAgreement> {
	const found = await findAgreement(tx, { reference });
	if (!found || !agreementRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such agreement.');
	return found;
}

/** An agreement with its checks, reviews, consents and history, and what the reader may do now. Errors: not_found. */
export async function viewAgreement(db: Database, actor: Actor, reference: string, now: Date) {
	return asActor(db, actor, async (tx) => {
		const found = await find(tx, actor, reference);
		const { row, parties, scan, consents, forRules } = found;
		const facts = factsOf(found);
		const rows = await clauseRows();
		const organisations = await organisationsById(tx, parties.flatMap(({ organisationId }) => organisationId ?? []));
		const slugs = new Map(organisations.map(({ id, slug }) => [id, slug]));
		const reviews = [];
		for (const { centreId, state } of forRules.reviews) reviews.push({ centreId, state, names: (await centreById(tx, centreId))?.names ?? [] });
		const may = Object.fromEntries(AGREEMENT_RIGHTS.map((right) => [right, agreementRules[right](actor, forRules)])) as Record<AgreementRight, boolean>;
		return {
			reference: row.reference, docking: await dockingReference(tx, found), state: row.state, version: row.version,
			facts,
			parties: parties.map(({ position, registerFields, organisationId }) => ({ position, registerFields, slug: organisationId ? (slugs.get(organisationId) ?? null) : null })),
			checks: row.state === 'draft' ? checksBeforeSigning(facts, consents, now.toISOString().slice(0, 10)) : [],
			signed: row.signedOn === null ? null : { on: row.signedOn, place: row.signedAtPlace, occasion: row.occasion },
			scan: scan && { name: scan.name, size: scan.size, sha256: scan.sha256, at: scan.at, called: scan.called },
			fingerprint: fingerprintOf(found),
			unreviewed: headingsOf(keptText(found)?.unreviewed ?? unreviewedClauses(facts, rows), rows),
			reviews,
			consents: consents.map(({ id, ownerPosition, userPosition, marks, purpose, language, state, expiresOn }) => ({ id, ownerPosition, userPosition, marks, purpose, language, state, expiresOn })),
			steps: await stepsOf(tx, row.id),
			positions: positionsOf(actor, forRules),
			may: { ...may, viewOutcomes: recordRules.view(actor, forRules) },
		};
	});
}

async function dockingReference(tx: Transaction, { row }: FoundAgreement): Promise<string | null> {
	if (!row.dockingId) return null;
	const docking = await asActor(tx, operator('agreements'), (tx) => findDocking(tx, { id: row.dockingId! }));
	return docking?.row.reference ?? null;
}

/** The text as it was put up for signature; null for a draft, and for what was signed on paper before it was entered here. */
const keptText = ({ row }: FoundAgreement): FrozenDocument | null => (row.frozen && Object.keys(row.frozen.documents).length > 0 ? row.frozen : null);
const fingerprintOf = (found: FoundAgreement): string | null => (keptText(found) && found.row.frozenSha256 ? Buffer.from(found.row.frozenSha256).toString('hex') : null);

/** The documents of an agreement: as they were put up for signature, else as the draft stands. Errors: not_found. */
export async function documentsOf(db: Database, actor: Actor, reference: string): Promise<Omit<FrozenDocument, 'unreviewed'> & { unreviewed: Texts[]; fingerprint: string | null; isDraft: boolean }> {
	return asActor(db, actor, async (tx) => {
		const found = await find(tx, actor, reference);
		const { row, parties } = found;
		await recordAudit(tx, { actor, action: 'agreement.read-guarded', entity: 'agreement', entityId: row.id, detail: { reference }, about: { organisationId: parties[0]?.organisationId ?? null, centreId: parties[0]?.adviserCentreId ?? null } });
		const rows = await clauseRows();
		const text = keptText(found) ?? composeAll(factsOf(found), row.reference, rows);
		return { ...text, unreviewed: headingsOf(text.unreviewed, rows), fingerprint: fingerprintOf(found), isDraft: row.frozen === null };
	});
}
