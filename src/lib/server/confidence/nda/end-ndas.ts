import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { tellDocking } from '#lib/server/docking/tell-docking.ts';
import type { ConfidenceContext } from '../context.ts';
import { overdueNdas, updateNda } from '../queries.ts';
import { nextNdaState } from './nda.ts';

const AT_ONCE = 100;

/** Ends agreements whose years are over, some at once; answers how many. (The database closes what is confidential at that very moment, without this.) */
export async function endNdas(context: Pick<ConfidenceContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>): Promise<number> {
	const clock = operator('nda clock');
	return asActor(context.db, clock, async (tx) => {
		const now = context.clock();
		const overdue = await overdueNdas(tx, now, AT_ONCE);
		let ended = 0;
		for (const nda of overdue) {
			const found = await findDocking(tx, { id: nda.dockingId });
			const state = nextNdaState(nda.state, { type: 'end' }, { signed: new Set() });
			if (!found || !state) continue;
			await updateNda(tx, nda.id, { state, closedAt: now });
			await recordAudit(tx, { actor: clock, action: 'docking.end-nda', entity: 'docking', entityId: nda.dockingId, detail: { number: nda.number }, before: { nda: nda.state }, after: { nda: state } });
			await tellDocking(context, tx, found.row, 'nda');
			ended += 1;
		}
		return ended;
	});
}
