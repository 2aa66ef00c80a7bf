import { join } from 'node:path';
import type pg from 'pg';
import { stemEnglish } from '#lib/engines/text/stem-english.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { projectFolder } from '../eval/shipped-reader.ts';

/** Different messages, the fewest words of one, and how many messages the longest conversation has. */
const TEXTS = 5000;
const WORDS = 25;
const LONGEST = 2000;

/**
 * So many messages in the rooms of the dockings that are there, two conversations a docking, with what they are searched by; and
 * one conversation of two thousand in the newest docking of the first person. Words are those of the thesaurus, a few of them
 * often and most seldom.
 */
export async function loadMessages(client: pg.Client, messages: number): Promise<void> {
	const dockings = Number((await client.query<{ n: string }>('select count(*) as n from docking')).rows[0]!.n);
	const each = Math.max(1, Math.round((messages - LONGEST) / (2 * dockings)));
	await loadTexts(client);
	await client.query(`insert into room_thread (docking_id, subject, language, called, opened_at, last_at, messages)
		select id, 'About ' || title || ', ' || n, 'en', 'Bench', opened_at, touched_at, $1 from docking cross join generate_series(1, 2) n`, [each]);
	await client.query(`insert into room_thread (docking_id, subject, language, called, opened_at, last_at, messages)
		select d.id, 'The longest', 'en', 'Bench', d.opened_at, now(), $1 from docking d join docking_person p on p.docking_id = d.id where p.person_id = 'bench-1' order by d.touched_at desc limit 1`, [LONGEST]);
	await client.query(`insert into room_message (docking_id, thread_id, side, called, language, text, at)
		select t.docking_id, t.id, case when n % 2 = 0 then 'offering' else 'seeking' end, 'Bench', 'en', b.text, t.opened_at + n * interval '1 minute'
		from (select t.*, n, 1 + floor(random() * ${TEXTS})::integer as pick from room_thread t cross join lateral generate_series(1, t.messages) n) t
		join bench_text b on b.id = t.pick order by t.opened_at, n`);
	await client.query(`insert into room_text (docking_id, message_id, language, terms, at)
		select m.docking_id, m.id, 'en', b.terms, m.at from room_message m join bench_text b on b.text = m.text order by m.id`);
	await client.query('drop table bench_text');
}

/** The messages that are said again and again, each with its terms. */
async function loadTexts(client: pg.Client): Promise<void> {
	const words = await vocabulary();
	// The third power of a number between 0 and 1 is small as a rule: so the first words stand often.
	const word = () => words[Math.floor(Math.random() ** 3 * words.length)]!;
	const texts = Array.from({ length: TEXTS }, (_none, at) => [`${at}`, ...Array.from({ length: WORDS + (at % 10) }, word)]);
	await client.query('create temporary table bench_text (id integer primary key, text text unique, terms tsvector)');
	await client.query(
		`insert into bench_text select row_number() over (), t.text, array_to_tsvector(array(select distinct jsonb_array_elements_text(t.terms)))
		from jsonb_to_recordset($1::jsonb) as t(text text, terms jsonb)`,
		[JSON.stringify(texts.map((each) => ({ text: each.join(' '), terms: each.map((one) => `p:${stemEnglish(one)}`) })))],
	);
	await client.query('analyze bench_text');
}

/** The words that are asked for: one that stands in every twentieth message or so, and one in every thousandth. */
export const COMMON = 'drier';
export const seldom = async (): Promise<string> => (await vocabulary()).at(-1)!;

/** The single words of the thesaurus' English labels, in no order that means anything but that the first ones stand often. */
async function vocabulary(): Promise<string[]> {
	const thesaurus = await readThesaurus(join(projectFolder, 'data', 'thesaurus'));
	const words = new Set([...thesaurus.all()].flatMap(({ labels }) => labels.en.flatMap((label) => label.toLowerCase().match(/^[a-z]+$|\b[a-z]{3,}\b/g) ?? [])));
	const list = [...words].sort((a, b) => (a.at(-1)! + a.length + a < b.at(-1)! + b.length + b ? -1 : 1));
	return [...list.slice(0, 20), COMMON, ...list.slice(20)];
}
