import { FILE_BYTES, FILES_MOST, VERSIONS_MOST, type Unmarkable } from '#lib/confidence/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking, type DockingChange } from '#lib/server/docking/change-docking.ts';
import { fileName } from '#lib/server/membership/proof.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { withStoredFile } from '#lib/server/platform/kept-file.ts';
import { enqueueFileReading } from '#lib/server/rooms/search/read-file.ts';
import type { FileKind, FileSource, StoredFile } from '#lib/server/platform/files.ts';
import type { ConfidenceContext } from '../context.ts';
import type { FileSettings } from '../input.ts';
import { canCarryMark } from '../marking/mark.ts';
import { markFile } from '../marking/mark-file.ts';
import { fileById, insertFile, insertVersion, standingFiles, updateFile, versionsOf, type FileVersionRow } from '../queries.ts';
import { dockingFileRules, type FileForRules } from '../rules.ts';
import { readAll } from './stored-bytes.ts';

export const DOCKING_FILE_KINDS: readonly FileKind[] = ['pdf', 'png', 'jpeg', 'webp', 'docx', 'xlsx', 'csv'];

interface NewVersion {
	name: string;
	source: FileSource;
	remark: string;
	language: Language;
}

/**
 * Adds a file to a docking, for the side of whoever adds it; those who may open it are told that there is one.
 * Errors: not_found, forbidden, too_large, unsupported_type, invalid_input (empty, or one too many).
 */
export async function addDockingFile(context: ConfidenceContext, actor: Actor, input: NewVersion & { reference: string; settings: FileSettings }): Promise<FileVersionRow> {
	const about = { reference: input.reference, right: 'write', lock: false } as const;
	// Asked before the bytes are taken in, and again when they are.
	await changeDocking(context, actor, about, (change) => roomForFile(change));
	return withTriedFile(context, input, (stored, unmarkable) =>
		changeDocking(context, actor, about, async (change) => {
			await roomForFile(change);
			const { row, stand, now, parties } = change;
			const person = actor.kind === 'member' ? actor : null;
			const file = await insertFile(change.tx, {
				dockingId: row.id,
				organisationId: stand === 'officers' ? null : parties[stand].organisationId,
				side: stand,
				name: fileName(input.name),
				...input.settings,
				createdBy: person?.userId ?? null,
				called: person?.name ?? '',
				createdAt: now,
				touchedAt: now,
			});
			const version = await addVersion(context, change, actor, { fileId: file.id, number: 1, input, stored, unmarkable });
			await recordAudit(change.tx, { actor, action: 'docking.add-file', entity: 'docking', entityId: row.id, detail: { fileId: file.id, disclosure: file.disclosure, bytes: stored.size } });
			if (file.disclosure !== 'own') await change.tell('file');
			return version;
		}),
	);
}

/** A newer version of a file; the earlier ones stay. Errors: as for a file, and not_found, forbidden for the file. */
export async function addFileVersion(context: ConfidenceContext, actor: Actor, input: NewVersion & { reference: string; fileId: string }): Promise<FileVersionRow> {
	const about = { reference: input.reference, right: 'write', lock: false } as const;
	await changeDocking(context, actor, about, (change) => ownFile(change, actor, input.fileId));
	return withTriedFile(context, input, (stored, unmarkable) =>
		changeDocking(context, actor, about, async (change) => {
			const { file, versions } = await ownFile(change, actor, input.fileId);
			const number = (versions[0]?.number ?? 0) + 1;
			if (versions.length >= VERSIONS_MOST) throw new ExpectedError('invalid_input', 'The file has as many versions as it can have.', { field: 'file', detail: { code: 'too_many', limit: VERSIONS_MOST } });
			const version = await addVersion(context, change, actor, { fileId: file.id, number, input, stored, unmarkable });
			await updateFile(change.tx, file.id, { touchedAt: change.now, name: fileName(input.name) });
			await recordAudit(change.tx, { actor, action: 'docking.add-file-version', entity: 'docking', entityId: change.row.id, detail: { fileId: file.id, number, bytes: stored.size } });
			if (file.disclosure !== 'own') await change.tell('file');
			return version;
		}),
	);
}

/** A file that the actor may change, held. Errors: not_found, forbidden. */
export async function ownFile(change: DockingChange, actor: Actor, id: string, right: 'change' | 'remove' = 'change') {
	const file = await fileById(change.tx, change.row.id, id, { lock: false });
	const forRules: FileForRules | undefined = file && { access: change.access, side: file.side, disclosure: file.disclosure, ndaInForce: true, removed: file.removedAt !== null };
	if (!file || !forRules || file.removedAt !== null) throw new ExpectedError('not_found', 'No such file.');
	if (!dockingFileRules[right](actor, forRules)) throw new ExpectedError('forbidden', 'Who added a file decides on it.');
	// Held only now: a row of the other side can be read, but not locked, through the walls.
	await fileById(change.tx, change.row.id, id, { lock: true });
	return { file, versions: await versionsOf(change.tx, [file.id]) };
}

async function roomForFile({ tx, row }: DockingChange): Promise<void> {
	if ((await standingFiles(tx, row.id)) >= FILES_MOST) throw new ExpectedError('invalid_input', 'The docking has as many files as it can have.', { field: 'file', detail: { code: 'too_many', limit: FILES_MOST } });
}

/** Stores the bytes and tries whether they can carry a mark; what is then refused is not kept. */
async function withTriedFile<Result>(context: ConfidenceContext, { source }: NewVersion, work: (stored: StoredFile, unmarkable: Unmarkable | null) => Promise<Result>): Promise<Result> {
	return withStoredFile(context, source, { kinds: DOCKING_FILE_KINDS, maxBytes: FILE_BYTES }, async (stored) => work(stored, await triedMark(context, stored)));
}

async function triedMark(context: ConfidenceContext, stored: StoredFile): Promise<Unmarkable | null> {
	if (!canCarryMark(stored.mediaType)) return 'kind';
	const answer = await markFile({ bytes: await readAll(context.files, stored.sha256), mediaType: stored.mediaType, mark: { name: 'Mitra', at: context.clock(), reference: '', code: '' } });
	return 'failure' in answer ? answer.failure : null;
}

interface AddedVersion {
	fileId: string;
	number: number;
	input: NewVersion;
	stored: StoredFile;
	unmarkable: Unmarkable | null;
}

/** Stores a version, and has its text read for the search in the room. */
async function addVersion(context: ConfidenceContext, { tx, row, now }: DockingChange, actor: Actor, { fileId, number, input, stored, unmarkable }: AddedVersion): Promise<FileVersionRow> {
	const person = actor.kind === 'member' ? actor : null;
	const version = await insertVersion(tx, {
		fileId,
		dockingId: row.id,
		number,
		name: fileName(input.name),
		mediaType: stored.mediaType,
		bytes: stored.size,
		sha256: stored.sha256,
		unmarkable,
		remark: input.remark,
		remarkLanguage: input.remark === '' ? null : input.language,
		createdBy: person?.userId ?? null,
		called: person?.name ?? '',
		createdAt: now,
	});
	if (stored.kind === 'pdf' || stored.kind === 'docx') await enqueueFileReading(tx, context.jobs, { fileId: version.id, dockingId: row.id, sha256: stored.sha256, kind: stored.kind }, now);
	return version;
}
