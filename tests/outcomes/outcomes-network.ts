import { sql } from 'drizzle-orm';
import { emptyContent } from '#lib/agreements/content.ts';
import { findAgreement, insertAgreement, nextReference } from '#lib/server/agreements/queries.ts';
import { moveDocking } from '#lib/server/docking/move-docking.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { listMails } from '#lib/server/platform/mail.ts';
import { createDockingNetwork, type DockingNetwork } from '../docking/docking-network.ts';

export interface OutcomesNetwork extends DockingNetwork {
	/** An agreement that the institute and the company have signed: in a docking of its own, or from scratch. */
	signed(change?: { signedOn?: string; docked?: boolean; area?: string }): Promise<{ reference: string; docking: string; id: string }>;
	mailsAbout(reference: string): Promise<{ to: string; subject: string; text: string }[]>;
}

export async function createOutcomesNetwork(): Promise<OutcomesNetwork> {
	const network = await createDockingNetwork();
	const { db } = network.database;
	const system = operator('test');
	return {
		...network,
		async signed({ signedOn = '2025-06-15', docked = true, area = 'agriculture' } = {}) {
			const docking = docked ? await network.dock() : null;
			return asActor(db, system, async (tx) => {
				const at = new Date(`${signedOn}T00:00:00Z`);
				const reference = await nextReference(tx, 2025);
				const party = (position: number, organisationId: string, adviserCentreId: string, country: string, side: 'offering' | 'seeking') => ({
					position, organisationId, centreId: null, adviserCentreId, names: [{ language: 'en' as const, text: `Party ${position}` }], country, side: docked ? side : null, touchedAt: at,
				});
				const row = await insertAgreement(
					tx,
					{
						reference, dockingId: docking?.id ?? null, fromDocking: docked, kind: 'licence', state: 'draft', titles: { en: 'Licence of drip lines', zh: '滴灌技术许可' }, languages: ['en'], area, content: emptyContent('licence'),
						valueMinor: 4_000_000n, currency: 'CNY', createdAt: at, updatedAt: at,
					},
					[party(0, network.institute, 'laos', 'LA', 'offering'), party(1, network.company, 'thailand', 'TH', 'seeking')],
				);
				await tx.execute(sql`update agreement set state = 'signed', frozen = '{}', frozen_sha256 = sha256('x'), signed_on = ${signedOn}::date, signed_at_place = 'Nanning', countries = array['LA', 'TH'] where id = ${row.id}::uuid`);
				if (docking) await moveDocking(network.context, tx, system, docking.id, { type: 'agreement-signed' }, { tell: false });
				if (!(await findAgreement(tx, { id: row.id }))) throw new Error('The agreement is not there.');
				return { reference, docking: docking?.reference ?? '', id: row.id };
			});
		},
		async mailsAbout(reference) {
			return (await listMails(db, { limit: 500 })).filter(({ subject }) => subject.includes(reference));
		},
	};
}
