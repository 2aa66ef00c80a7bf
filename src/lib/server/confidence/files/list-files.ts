import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { dockingRules, standOf } from '#lib/server/docking/rules.ts';
import { filesOf, isNdaInForce, openingByCode, openingsOf, versionsOf, withheldFiles, type FileRow, type FileVersionRow, type OpeningRow } from '../queries.ts';
import { dockingFileRights, dockingFileRules, type DockingFileRight } from '../rules.ts';

/** Openings that a page shows of a file. */
const OPENINGS_SHOWN = 30;

export interface DockingFileView extends Pick<FileRow, 'id' | 'side' | 'name' | 'disclosure' | 'asItIs' | 'called' | 'createdAt' | 'touchedAt' | 'removedAt'> {
	may: Record<DockingFileRight, boolean>;
	/** The newest first; empty where the file was taken back. */
	versions: Pick<FileVersionRow, 'id' | 'number' | 'name' | 'mediaType' | 'bytes' | 'unmarkable' | 'remark' | 'remarkLanguage' | 'called' | 'createdAt'>[];
	/** For the side whose file it is: who opened it, the newest first. */
	openings: Pick<OpeningRow, 'id' | 'number' | 'called' | 'side' | 'marked' | 'code' | 'at'>[] | null;
	/** This reader gets something when he or she opens it. */
	opens: boolean;
}

export interface DockingFilesView {
	files: DockingFileView[];
	/** Confidential files of others that open with the NDA. */
	withheld: number;
	ndaInForce: boolean;
	mayAdd: boolean;
	/** The opening that a code names, where one was asked for. */
	opening: (Pick<OpeningRow, 'code' | 'called' | 'number' | 'at'> & { file: string }) | 'unknown' | null;
}

/** The files of a docking as far as they are open to this reader. Errors: not_found. */
export async function listDockingFiles(db: Executor, actor: Actor, input: { reference: string; code?: string }): Promise<DockingFilesView> {
	return asActor(db, actor, async (tx) => {
		const found = await findDocking(tx, { reference: input.reference });
		if (!found || !standOf(actor, found.access)) throw new ExpectedError('not_found', 'No such docking.');
		const ndaInForce = await isNdaInForce(tx, found.row.id);
		const rows = await filesOf(tx, found.row.id);
		const versions = await versionsOf(tx, rows.map(({ id }) => id));
		const forRulesOf = (row: FileRow) => ({ access: found.access, side: row.side, disclosure: row.disclosure, ndaInForce, removed: row.removedAt !== null });
		const own = rows.filter((row) => dockingFileRules.viewOpenings(actor, forRulesOf(row)));
		const openings = await openingsOf(tx, own.map(({ id }) => id), OPENINGS_SHOWN);
		const files: DockingFileView[] = [];
		for (const row of rows) {
			const forRules = forRulesOf(row);
			if (!dockingFileRules.view(actor, forRules)) continue;
			const may = dockingFileRights(actor, forRules);
			const held = versions.filter(({ fileId }) => fileId === row.id);
			files.push({
				...shown(row),
				may,
				versions: held.map(shownVersion),
				openings: may.viewOpenings ? openings.filter(({ fileId }) => fileId === row.id).map(shownOpening) : null,
				opens: may.openOriginal || held[0]?.unmarkable === null || row.asItIs,
			});
		}
		const asked = input.code ? await openingByCode(tx, found.row.id, input.code) : null;
		return {
			files,
			withheld: await withheldFiles(tx, found.row.id),
			ndaInForce,
			mayAdd: dockingRules.write(actor, found.access),
			opening: asked === null ? null : asked === undefined ? 'unknown' : { code: asked.code, called: asked.called, number: asked.number, at: asked.at, file: rows.find(({ id }) => id === asked.fileId)?.name ?? '' },
		};
	});
}

function shown({ id, side, name, disclosure, asItIs, called, createdAt, touchedAt, removedAt }: FileRow) {
	return { id, side, name, disclosure, asItIs, called, createdAt, touchedAt, removedAt };
}
function shownVersion({ id, number, name, mediaType, bytes, unmarkable, remark, remarkLanguage, called, createdAt }: FileVersionRow) {
	return { id, number, name, mediaType, bytes, unmarkable, remark, remarkLanguage, called, createdAt };
}
function shownOpening({ id, number, called, side, marked, code, at }: OpeningRow) {
	return { id, number, called, side, marked, code, at };
}
