import { NameIndex, nameKeys, type DirectoryEntry } from '#lib/engines/organisations/name-index.ts';
import type { KnownOrganisation } from '#lib/engines/organisations/parse-directory.ts';
import { recognise, SURE, WORTH_ASKING, type Recognised } from '#lib/engines/organisations/recognise.ts';
import type { OrganisationRow } from '#lib/server/network/queries.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { knownOrganisations } from './known-organisations.ts';
import { organisationsWithDirectoryId, organisationsWithKeys, putNameKeys, withoutNameKeys } from './queries.ts';

/** What somebody types about an organisation. */
interface NameQuestion {
	name: string;
	country?: string | undefined;
	place?: string | undefined;
}

export interface Likeness {
	score: number;
	/** Sure enough to say "this is you", rather than "is it you?". */
	sure: boolean;
	/** The name that was met. */
	name: string;
	country: Recognised['country'];
	place: Recognised['place'];
}

interface FoundOrganisations {
	/** Organisations that are registered already, or wait for admission. */
	registered: { organisation: OrganisationRow; likeness: Likeness }[];
	/** Entries of the directory that nobody has registered. */
	known: { organisation: KnownOrganisation; likeness: Likeness }[];
}

const SHOWN = 5;
const KEYS = 5;
const CANDIDATES_EACH = 60;

/** Who may be meant by a name: organisations that are registered, and those that the directory knows, the likeliest first. */
export async function findOrganisations(db: Database, question: NameQuestion, except: readonly string[] = []): Promise<FoundOrganisations> {
	const { index: directory, byId } = await knownOrganisations();
	await completeNameKeys(db, AT_ONCE);
	const query = { text: question.name, country: question.country || undefined, place: question.place || undefined };
	const rows = (await organisationsWithKeys(db, wordGroups(directory.rarestKeys(question.name, KEYS)), CANDIDATES_EACH)).filter(({ id }) => !except.includes(id));
	const inDirectory = recognise(directory, query, SHOWN + 3).filter(({ score }) => score >= WORTH_ASKING);
	for (const { entry } of inDirectory.slice(0, 3))
		for (const row of await organisationsWithDirectoryId(db, entry.id)) if (!rows.some(({ id }) => id === row.id) && !except.includes(row.id)) rows.push(row);
	const byRow = new Map(rows.map((row) => [row.id, row]));
	const registered = recognise(new NameIndex(rows.map((row) => entryOf(row, byId)), directory), query, SHOWN).filter(({ score }) => score >= WORTH_ASKING);
	const taken = new Set(rows.map(({ directoryId }) => directoryId));
	return {
		registered: registered.map((found) => ({ organisation: byRow.get(found.entry.id)!, likeness: likenessOf(found) })),
		known: inDirectory.filter(({ entry }) => !taken.has(entry.id)).slice(0, SHOWN).map((found) => ({ organisation: byId.get(found.entry.id)!, likeness: likenessOf(found) })),
	};
}

function likenessOf({ score, name, country, place }: Recognised): Likeness {
	return { score: Math.min(1, score), sure: score >= SURE, name, country, place };
}

/** A registered organisation goes by its own names and by those that the directory has for it. */
function entryOf(row: OrganisationRow, byId: ReadonlyMap<string, KnownOrganisation>): DirectoryEntry {
	// Invented organisations say so at the end of their names.
	const own = row.names.map(({ text, language }) => ({ text: row.isSample ? text.replace(/\s*[(（][^()（）]*[)）]\s*$/, '') : text, language, acronym: false }));
	return { id: row.id, country: row.country, place: row.place, names: [...own, ...((row.directoryId && byId.get(row.directoryId)?.names) || [])] };
}

/** All words, every two of them, and each by itself: so that a name of common words is found among many that have one. */
function wordGroups(keys: readonly string[]): string[][] {
	const pairs = keys.flatMap((first, i) => keys.slice(i + 1).map((second) => [first, second]));
	return [...(keys.length > 2 ? [[...keys]] : []), ...pairs, ...keys.map((key) => [key])];
}

const BATCH = 500;
/** Names that a question computes before it is answered; what a large import leaves is computed by a job. */
const AT_ONCE = 1000;

/** Computes what is compared of the names that were added or changed, as many as given. Returns how many. */
export async function completeNameKeys(db: Database, most = Number.POSITIVE_INFINITY): Promise<number> {
	for (let done = 0; ; ) {
		const rows = await withoutNameKeys(db, BATCH);
		await putNameKeys(db, rows.map(({ id, names }) => ({ id, keys: nameKeys(names.map(({ text }) => text)) })));
		done += rows.length;
		if (rows.length < BATCH || done >= most) return done;
	}
}
