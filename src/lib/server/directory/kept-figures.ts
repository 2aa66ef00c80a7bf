import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { log } from '#lib/server/platform/log.ts';
import { countAgreements, countCooperation, countFlows, countMembers } from './queries.ts';

/** What counting took, times this, is how long the figures are kept: counting never takes more than a hundredth of the time. */
const KEPT_FOR = 100;
const LONGEST_KEPT = 10 * 60_000;

interface Kept<Figures> {
	figures: Figures;
	/** Milliseconds that counting took. */
	took: number;
	at: number;
	counting: boolean;
}

/** Counted in so many milliseconds it is not worth keeping. */
const QUICK = 10;

/**
 * Figures that are counted over the whole network. A small network is counted anew at each question; of a large one the
 * figures are some seconds old, and are counted anew behind the answer.
 */
function keptFigures<Figures>(count: (db: Database) => Promise<Figures>): (db: Database) => Promise<Figures> {
	const byDatabase = new WeakMap<Database, Kept<Figures>>();
	const running = new WeakMap<Database, Promise<Figures>>();
	const recount = async (db: Database): Promise<Figures> => {
		const began = performance.now();
		const figures = await count(db);
		byDatabase.set(db, { figures, took: performance.now() - began, at: performance.now(), counting: false });
		return figures;
	};
	return async (db) => {
		const kept = byDatabase.get(db);
		if (!kept || kept.took < QUICK) {
			// Questions that come while it is counted share the answer.
			const counting = running.get(db) ?? recount(db).finally(() => running.delete(db));
			running.set(db, counting);
			return counting;
		}
		if (!kept.counting && performance.now() > kept.at + Math.min(LONGEST_KEPT, kept.took * KEPT_FOR)) {
			kept.counting = true;
			void recount(db).catch((error: unknown) => {
				kept.counting = false;
				log.error('directory.count-failed', error);
			});
		}
		return kept.figures;
	};
}

/** Admitted organisations by kind, country and centre. */
export const memberCounts = keptFigures(countMembers);
/** Pairs between countries. */
export const flowCounts = keptFigures(countFlows);
/** Agreements between countries. */
export const agreementCounts = keptFigures(countAgreements);
/** Dockings and signed agreements of each centre: numbers alone, of what is behind walls. */
export const cooperationCounts = keptFigures((db) => asActor(db, operator('figures of centres'), countCooperation));
