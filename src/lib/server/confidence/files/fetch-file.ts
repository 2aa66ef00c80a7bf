import { randomInt } from 'node:crypto';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { standOf } from '#lib/server/docking/rules.ts';
import type { ConfidenceContext } from '../context.ts';
import { markFile } from '../marking/mark-file.ts';
import { fileById, insertOpening, isNdaInForce, versionsOf } from '../queries.ts';
import { dockingFileRules } from '../rules.ts';
import { readAll } from './stored-bytes.ts';

export interface FetchedFile {
	name: string;
	mediaType: string;
	bytes: Uint8Array;
	/** The opening's code, which stands in the copy where it is marked. */
	code: string;
	marked: boolean;
}

/**
 * A version of a file for one reader: a copy with the reader's name and the time on every page, made as it is fetched. The side
 * whose file it is gets it as it was added. What cannot carry a mark is handed out only where its owner allows that. Every
 * opening is on record before a byte leaves.
 * Errors: not_found (also for whoever may not know of it), forbidden (cannot be marked, and not allowed as it is), unavailable.
 */
export async function fetchDockingFile(context: ConfidenceContext, actor: Actor, input: { reference: string; fileId: string; number: number | null }): Promise<FetchedFile> {
	const found = await versionFor(context, actor, input);
	const { version, file, original, stand, docking } = found;
	const unmarked = original || (version.unmarkable !== null && file.asItIs);
	if (!original && version.unmarkable !== null && !file.asItIs)
		throw new ExpectedError('forbidden', 'The file cannot carry the reader’s name, and its owner does not hand it out without.', { detail: { code: 'unmarkable' } });
	const bytes = await readAll(context.files, version.sha256);
	const [code, at] = [openingCode(), context.clock()];
	const name = readerName(actor);
	const copy = unmarked ? null : await markFile({ bytes, mediaType: version.mediaType, mark: { name, at, reference: docking.reference, code } });
	if (copy && 'failure' in copy) throw new ExpectedError('unavailable', 'The copy could not be made.');
	await asActor(context.db, actor, async (tx) => {
		await insertOpening(tx, {
			dockingId: docking.id,
			fileId: file.id,
			versionId: version.id,
			number: version.number,
			personId: actor.kind === 'member' ? actor.userId : null,
			called: name,
			side: stand,
			marked: copy !== null,
			code,
			place: actor.kind === 'member' ? (actor.origin?.place ?? null) : null,
			at,
		});
		await recordAudit(tx, { actor, action: 'docking.read-guarded-file', entity: 'docking', entityId: docking.id, detail: { fileId: file.id, number: version.number, marked: copy !== null, code }, about: { organisationId: file.organisationId } });
	});
	return { name: version.name, mediaType: version.mediaType, bytes: copy?.bytes ?? bytes, code, marked: copy !== null };
}

/** During a visit for support the copy names both: whose right it is, and who looks. */
function readerName(actor: Actor): string {
	if (actor.kind !== 'member') return '';
	return actor.support ? `${actor.name} (${actor.support.helperName})` : actor.name;
}

async function versionFor(context: ConfidenceContext, actor: Actor, input: { reference: string; fileId: string; number: number | null }) {
	return asActor(context.db, actor, async (tx) => {
		const found = await findDocking(tx, { reference: input.reference });
		const stand = found && standOf(actor, found.access);
		const file = found && (await fileById(tx, found.row.id, input.fileId));
		if (!found || !stand || !file || file.removedAt !== null) throw new ExpectedError('not_found', 'No such file.');
		const forRules = { access: found.access, side: file.side, disclosure: file.disclosure, ndaInForce: await isNdaInForce(tx, found.row.id), removed: false };
		const versions = await versionsOf(tx, [file.id]);
		const version = input.number === null ? versions[0] : versions.find(({ number }) => number === input.number);
		if (!version || !dockingFileRules.view(actor, forRules)) throw new ExpectedError('not_found', 'No such file.');
		return { docking: found.row, stand, file, version, original: dockingFileRules.openOriginal(actor, forRules) };
	});
}

/** Letters and digits that nobody takes for one another, also on a photograph. */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
function openingCode(): string {
	const four = () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
	return `${four()}-${four()}`;
}
