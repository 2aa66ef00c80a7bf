import { finished } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { COPY_DAYS } from '#lib/my-data/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { inTransaction, type Transaction } from '#lib/server/platform/database.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { DataContext } from './data-context.ts';
import { giveCopyUp } from './ask-for-copy.ts';
import { copyReadyLetter } from './letters.ts';
import { exportedRows, heldFiles, tablesOfFiles, type HeldFile } from './holdings/queries.ts';
import { holdingsOf, type Holding, type Subject } from './holdings.ts';
import { copyById, organisationsForData, personById, personSubject, updateCopy, type CopyRow, type OwnOrganisation } from './queries.ts';
import { readme, type CopiedPart } from './readme.ts';
import { organisationDataRules, personDataRules } from './rules.ts';

const DAY = 86_400_000;
const jobActor = operator('my-data');

/**
 * Makes the ZIP of one copy: one JSON file a kind of rows, the original files, a table of contents for machines, and a page
 * for people in the reader's language. What an organisation holds is read on behalf of its owner, so that the walls of the
 * database stand here too; what is about a person is found by her id and her proven address alone, behind every wall. Run
 * again it begins anew.
 */
export async function makeCopy(context: DataContext, copyId: string, signal?: AbortSignal): Promise<void> {
	const { db, clock, copies } = context;
	const copy = await asActor(db, jobActor, (tx) => copyById(tx, copyId));
	if (!copy || (copy.state !== 'waiting' && copy.state !== 'running')) return;
	const actor = await actorOfUser(db, copy.userId);
	const organisation = copy.organisationId ? (await organisationsForData(db, [copy.organisationId], copy.userId))[0] : undefined;
	if (!mayCopy(actor, copy, organisation)) return giveCopyUp(context, jobActor, copyId);
	const subject: Subject = copy.organisationId ? { kind: 'organisation', organisationId: copy.organisationId } : await personSubject(db, copy.userId);
	const written = await writeZip(context, { actor, copy, subject, ...(organisation ? { organisation } : {}), ...(signal ? { signal } : {}) });
	const now = clock();
	await asActor(db, jobActor, async (tx) => {
		const person = await personById(tx, copy.userId);
		await updateCopy(tx, copyId, { state: 'ready', bytes: written, readyAt: now, expiresAt: new Date(now.getTime() + COPY_DAYS * DAY) });
		if (person) await sendMail(tx, context.jobs, copyReadyLetter(person, { names: organisation?.names ?? null, baseUrl: context.baseUrl }));
	}).catch(async (error: unknown) => {
		// The row is gone: the account was erased meanwhile.
		await copies.remove(copyId);
		throw error;
	});
}

function mayCopy(actor: Actor, copy: CopyRow, organisation: OwnOrganisation | undefined): actor is Extract<Actor, { kind: 'member' }> {
	if (actor.kind !== 'member') return false;
	if (!copy.organisationId) return personDataRules.copy(actor, { userId: copy.userId });
	return organisation !== undefined && organisationDataRules.copy(actor, organisation);
}

interface Work {
	actor: Extract<Actor, { kind: 'member' }>;
	copy: CopyRow;
	subject: Subject;
	organisation?: OwnOrganisation;
	signal?: AbortSignal;
}

async function writeZip(context: DataContext, work: Work): Promise<number> {
	const { copy, actor } = work;
	const file = await context.copies.begin(copy.id);
	try {
		const zip = new ZipFile();
		const flowing = finished(zip.outputStream.pipe(file.stream));
		// A zip that is never ended would wait for ever; the error of the work is the one that counts.
		flowing.catch(() => undefined);
		const reading = work.subject.kind === 'organisation' ? actor : jobActor;
		await inTransaction(context.db, (tx) => asActor(tx, reading, () => fillZip(context, tx, zip, work)), { isolation: 'repeatable read' });
		zip.end();
		await flowing;
		return await file.keep();
	} catch (error) {
		file.stream.destroy();
		await file.drop();
		throw error;
	}
}

async function fillZip(context: DataContext, tx: Transaction, zip: ZipFile, work: Work): Promise<void> {
	const holdings = holdingsOf(work.subject.kind).filter(({ exported }) => !('not' in exported));
	const withFiles = await tablesOfFiles(tx);
	const parts: CopiedPart[] = [];
	const missing: string[] = [];
	await progress(context, work, { partsTotal: holdings.length, state: 'running' });
	for (const [done, holding] of holdings.entries()) {
		work.signal?.throwIfAborted();
		const part = await addRows(tx, zip, holding, work.subject);
		if (part) parts.push(part);
		if (part && withFiles.has(holding.table) && !('not' in holding.exported) && !holding.exported.only)
			for (const held of await heldFiles(tx, holding, work.subject)) missing.push(...(await addOriginal(context, zip, holding, held)));
		await progress(context, work, { partsDone: done + 1 });
	}
	const about = { name: work.actor.name, names: work.organisation?.names ?? null, madeAt: context.clock(), parts, missing, baseUrl: context.baseUrl };
	zip.addBuffer(Buffer.from(`${JSON.stringify({ format: 'mitra-copy', version: 1, ...manifestOf(work.subject), madeAt: about.madeAt.toISOString(), files: parts, missing }, null, '\t')}\n`), 'manifest.json');
	zip.addBuffer(Buffer.from(`\uFEFF${readme(about, work.copy.language)}`), 'README.txt');
}

const manifestOf = (subject: Subject) => (subject.kind === 'person' ? { about: 'person', id: subject.userId } : { about: 'organisation', id: subject.organisationId });

/** In a transaction of its own, so that the page sees it. */
async function progress(context: DataContext, work: Work, values: Parameters<typeof updateCopy>[2]): Promise<void> {
	await asActor(context.db, jobActor, (tx) => updateCopy(tx, work.copy.id, values));
}

/** One JSON file with an object a line; nothing where there is no row. */
async function addRows(tx: Transaction, zip: ZipFile, holding: Holding, subject: Subject): Promise<CopiedPart | undefined> {
	if ('not' in holding.exported) return undefined;
	const path = `${holding.exported.as}.json`;
	const portions = exportedRows(tx, holding, subject);
	const first = await portions.next();
	if (first.done) return undefined;
	let rows = 0;
	async function* lines(): AsyncGenerator<string> {
		yield '[\n';
		for (let portion = first; !portion.done; portion = await portions.next()) {
			for (const row of portion.value) yield `${rows++ > 0 ? ',\n' : ''}${JSON.stringify(row)}`;
		}
		yield '\n]\n';
	}
	const stream = Readable.from(lines(), { objectMode: false });
	zip.addReadStream(stream, path);
	await finished(stream);
	return { path, rows };
}

/** Adds the original of a file; answers its path where the file is not there any more. */
async function addOriginal(context: DataContext, zip: ZipFile, { table }: Holding, held: HeldFile): Promise<string[]> {
	const path = `files/${table}/${held.id}-${safeName(held.name)}`;
	try {
		const { stream } = await context.files.open(held.sha256);
		// What is uploaded (PDF, pictures, spreadsheets) is compressed already.
		zip.addReadStream(stream, path, { compress: false });
		await finished(stream);
		return [];
	} catch (error) {
		if (!isExpectedError(error, 'not_found')) throw error;
		return [path];
	}
}

/** A name that every system takes, whatever somebody called the file. */
function safeName(name: string): string {
	const plain = name.normalize('NFC').replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+/g, '_').replace(/\.{2,}/g, '_').replace(/^\.|[. ]+$/g, '');
	return [...plain].slice(-100).join('') || 'file';
}
