import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeyUse } from '#lib/server/accounts/api-keys/api-keys.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { createTestDatabase } from '../database.ts';
import { createSmallNetwork } from '../small-network.ts';
import { sourceFiles } from '../tidy/source-files.ts';
import { actors, KINDS, MEMBERSHIPS, membershipsOf, type ActorKind } from './actors.ts';
import type { Ground, RightsTable } from './rights-table.ts';

const document = join(import.meta.dirname, '..', '..', 'docs', 'rights.md');
const folder = join(import.meta.dirname, 'tables');
const tables = (
	await Promise.all(
		readdirSync(folder)
			.filter((name) => name.endsWith('.ts'))
			.sort()
			.map(async (name) => ((await import(join(folder, name))) as { tables: RightsTable[] }).tables),
	)
).flat();

let ground: Ground;
let people: Record<KeyUse, Record<ActorKind, Actor>>;
beforeAll(async () => {
	const database = await createTestDatabase();
	ground = { database, network: await createSmallNetwork(database.db) };
	people = { listings: await actors(ground, 'listings'), export: await actors(ground, 'export'), audit: await actors(ground, 'audit') };
});
afterAll(() => ground.database.close());

/** A right's answers: in which states of the thing each kind of actor is allowed. */
interface Answers {
	right: string;
	/** States with the same answers, together. */
	rows: { states: string[]; allowed: Set<ActorKind> }[];
}

async function answersOf(table: RightsTable): Promise<Answers[]> {
	const things = Object.entries(await table.things(ground));
	return Object.entries(table.rights).map(([right, predicate]) => {
		const rows: Answers['rows'] = [];
		for (const [state, thing] of things) {
			const allowed = new Set(KINDS.filter((kind) => predicate(people[table.keysAskFor ?? 'listings'][kind], thing as never)));
			const same = rows.find((row) => KINDS.every((kind) => row.allowed.has(kind) === allowed.has(kind)));
			if (same) same.states.push(state);
			else rows.push({ states: [state], allowed });
		}
		return { right, rows };
	});
}

test('every table of rules stands in the matrix', () => {
	const rules = sourceFiles('src/lib/server', ['rules.ts']).map(({ path }) => path.replace('src/lib/server/', ''));
	const named = new Set(tables.map((table) => table.rules));
	expect(rules.filter((path) => path.endsWith('/rules.ts') && !named.has(path))).toEqual([]);
});

test.each(KINDS)('%s exists in the database as what it is called', async (kind) => {
	const person = people.listings[kind];
	expect(await membershipsOf(ground, person)).toEqual(MEMBERSHIPS[kind](ground).sort());
	expect(person.kind).toBe(kind === 'visitor' ? 'visitor' : 'member');
	expect(person.kind === 'member' && person.scopes !== undefined, 'came with a key').toBe(kind.includes('key'));
});

describe.each(tables.map((table) => [table.about, table] as const))('%s', (_about, table) => {
	test('every right refuses somebody who exists, and allows somebody', async () => {
		for (const { right, rows } of await answersOf(table)) {
			const refusesSomebody = rows.some(({ allowed }) => allowed.size < KINDS.length);
			const allowsSomebody = rows.some(({ allowed }) => allowed.size > 0);
			expect({ right, refusesSomebody }).toEqual({ right, refusesSomebody: !(table.forEverybody ?? []).includes(right) });
			expect({ right, allowsSomebody }).toEqual({ right, allowsSomebody: true });
		}
	});

	test('a visitor, who has another duty, and a key that does not write may nothing that changes anything', async () => {
		const outsiders: ActorKind[] = ['visitor', 'reviewer', 'authority', 'owner’s key: listings.read', 'owner’s key: export', 'owner’s key: audit.read', 'secretariat’s key: all scopes'];
		const reading = /^(view|read|see|search|save|ask|open)/i;
		for (const { right, rows } of await answersOf(table)) {
			if (reading.test(right)) continue;
			for (const { states, allowed } of rows) expect({ right, states, allowed: outsiders.filter((kind) => allowed.has(kind)) }).toEqual({ right, states, allowed: [] });
		}
	});
});

test('docs/rights.md says what the rules say (written anew with UPDATE_RIGHTS=1)', async () => {
	const written = await markdown();
	if (process.env.UPDATE_RIGHTS) writeFileSync(document, written);
	expect(readFileSync(document, 'utf8')).toBe(written);
});

async function markdown(): Promise<string> {
	const lines = [
		'# Who may do what',
		'',
		'Made by `tests/rights/matrix.test.ts` from the tables of rules (`src/lib/server/*/rules.ts`), with actors that are loaded from a',
		'database; the test fails when a rule and this page differ. Do not edit: `UPDATE_RIGHTS=1 npx vitest run tests/rights`.',
		'',
		'The things belong to an institute that the centre of Laos looks after. *Reader*, *editor* and *owner* are of the institute, the',
		'*officer* of the centre of Laos, the *other officer* of the centre of Thailand, the *other member* of a company there. The *keys* are API',
		'keys: of the owner with one scope each (`listings.read`, `listings.write`, `export`, `audit.read`), and of the secretariat with all of',
		'them. A key may never more than the person whose it is, and reads the audit log with all roles only where that is all it does.',
		'',
	];
	const heads = ['visitor', 'other member', 'reader', 'editor', 'owner', 'other officer', 'officer', 'officer + owner', 'secretariat', 'reviewer', 'authority', 'key: read', 'key: write', 'key: export', 'key: audit', 'secretariat’s key'];
	for (const table of tables) {
		const all = Object.keys(await table.things(ground)).length;
		lines.push(`## ${table.about[0]!.toUpperCase()}${table.about.slice(1)}`, '', `\`${table.rules}\``, '');
		lines.push(`| right | ${heads.join(' | ')} |`, `|---|${heads.map(() => ':-:').join('|')}|`);
		for (const { right, rows } of await answersOf(table)) {
			const shown = rows.filter(({ allowed }) => allowed.size > 0);
			if (shown.length === 0) lines.push(`| ${right} | ${KINDS.map(() => '').join(' | ')} |`);
			for (const { states, allowed } of shown) {
				const when = states.length === all || states[0] === '' ? '' : ` *(${states.join(', ')})*`;
				lines.push(`| ${right}${when} | ${KINDS.map((kind) => (allowed.has(kind) ? '●' : '')).join(' | ')} |`);
			}
		}
		lines.push('');
	}
	return lines.join('\n');
}
