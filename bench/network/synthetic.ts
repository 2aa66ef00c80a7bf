import { hashPassword } from 'better-auth/crypto';
import type pg from 'pg';
import { ENGINE_VERSION } from '#lib/engines/matching/matching-weights.ts';

/** A generator of numbers between 0 and 1 that is the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

const COUNTRIES = [['CN', 40], ['VN', 12], ['TH', 12], ['ID', 10], ['MY', 8], ['PH', 6], ['LA', 3], ['KH', 3], ['MM', 3], ['SG', 2], ['BN', 1]] as const;
const CENTRE: Record<string, string> = { VN: 'vietnam', TH: 'thailand', ID: 'indonesia', LA: 'laos', KH: 'cambodia', MM: 'myanmar', BN: 'brunei', MY: 'malaysia', PH: 'philippines' };
const SYLLABLES = 'ba chang da feng guang hai jin kun lam meng nan phu qing rat sai tan ulin viet wan xiang yun zhou khon bao dong lu surin'.split(' ');
const FIELDS = ['Agricultural', 'Marine', 'Solar', 'Water', 'Rice', 'Aquaculture', 'Medical', 'Polymer', 'Battery', 'Rubber', 'Satellite', 'Tropical Crops', 'Machinery', 'Food', 'Forestry', 'Mining', 'Textile', 'Pharmaceutical'];
const KINDS = [['company', ['Technology Co., Ltd.', 'Works', 'Group', 'Systems']], ['university', ['University']], ['institute', ['Research Institute', 'Academy']], ['association', ['Association']], ['government', ['Department']], ['other', ['Foundation']]] as const;
const HAN_PLACE = ['南宁', '桂林', '柳州', '昆明', '成都', '广州', '贵阳', '海口'];
const HAN_FIELD = ['农业', '海洋', '太阳能', '水利', '水稻', '水产', '医药', '材料', '电池', '橡胶', '卫星', '热带作物', '机械', '食品', '林业', '矿业', '纺织', '制药'];
const AREAS = ['agriculture', 'water', 'energy', 'health', 'environment', 'materials', 'digital', 'marine'];

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);

/** Organisations with names in one or two scripts, and a password that all their people have. */
export async function loadMembers(client: pg.Client, members: number, password: string, areas: readonly string[]): Promise<void> {
	const random = seeded(4);
	const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
	const weighted = () => {
		let at = random() * 100;
		for (const [code, weight] of COUNTRIES) if ((at -= weight) < 0) return code;
		return 'CN';
	};
	const known = areas.length > 0 ? areas : AREAS;
	for (let from = 0; from < members; from += 5000) {
		const rows = Array.from({ length: Math.min(5000, members - from) }, (_, at) => {
			const country = weighted();
			const field = Math.floor(random() * FIELDS.length);
			const [kind, endings] = random() < 0.6 ? KINDS[0] : pick(KINDS);
			const place = capital(pick(SYLLABLES)) + pick(SYLLABLES);
			const names = [{ language: 'en', text: `${place} ${capital(pick(SYLLABLES))}${pick(SYLLABLES)} ${FIELDS[field]} ${pick(endings)}` }];
			if (country === 'CN') names.unshift({ language: 'zh', text: `${pick(HAN_PLACE)}${HAN_FIELD[field]}${kind === 'university' ? '大学' : '研究院'}` });
			return { slug: `bench-${from + at}`, kind, country, place, names, centre: CENTRE[country] ?? 'cattc', areas: [pick(known), pick(known)] };
		});
		await client.query(
			`insert into organisation (slug, kind, country, place, names, about, areas, centre_id, created_at)
			select v.slug, v.kind, v.country, v.place, v.names, '[]', array(select distinct jsonb_array_elements_text(v.areas)), v.centre, now() - random() * interval '3000 days'
			from jsonb_to_recordset($1::jsonb) as v(slug text, kind text, country text, place text, names jsonb, areas jsonb, centre text)`,
			[JSON.stringify(rows)],
		);
	}
	const hash = await hashPassword(password);
	await client.query(`insert into "user" (id, name, email, email_verified, language) select 'bench-' || n, 'Person ' || n, 'person' || n || '@bench.example', true, 'en' from generate_series(0, $1::int * 12 / 10) n`, [members]);
	await client.query(`insert into account (id, account_id, provider_id, user_id, password) select 'bench-' || n, 'bench-' || n, 'credential', 'bench-' || n, $1 from generate_series(0, 99) n`, [hash]);
	await client.query(`insert into membership (user_id, organisation_id, role) select 'bench-' || substr(slug, 7), id, 'owner' from organisation where slug like 'bench-%'`);
	await client.query(
		`insert into membership (user_id, organisation_id, role) select 'bench-' || ($1::int + n), o.id, 'editor' from generate_series(0, $1::int * 2 / 10 - 1) n join organisation o on o.slug = 'bench-' || (n * 5)`,
		[members],
	);
}

/** Published listings of some members, core members, members of alliances, and pairs between listings. */
export async function loadActivity(client: pg.Client, listings: number, pairs: number): Promise<void> {
	await client.query(
		`with chosen as (select id, centre_id, country, areas, row_number() over (order by slug) as n from organisation where slug like 'bench-%' limit $1::int / 3),
		made as (
			insert into listing (kind, organisation_id, centre_id, valid_until, created_by)
			select case when k.k = 1 then 'need' else 'offer' end, c.id, c.centre_id, '2099-12-31', null from chosen c, generate_series(1, 3) as k(k) returning id, organisation_id)
		insert into listing_version (listing_id, number, language, title, summary, description, areas)
		select m.id, 1, 'en', (o.names->-1->>'text') || ' drier ' || right(m.id::text, 4), 'Dries rice and maize with heat from husks.', 'A drier for co-operatives that burns husks and holds the moisture of grain.', o.areas[1:1]
		from made m join organisation o on o.id = m.organisation_id`,
		[listings],
	);
	await client.query("update listing l set state = 'published', published_version_id = v.id, published_at = date_trunc('second', now()) - (l.reference % 100000) * interval '1 minute' from listing_version v where v.listing_id = l.id and l.state = 'draft'");
	await client.query("insert into core_membership (organisation_id, since) select id, current_date from organisation where slug like 'bench-%' order by md5(slug) limit 100");
	await client.query("insert into network_member (network_id, organisation_id, state, applied_at, decided_at) select (select id from thematic_network order by position, id limit 1), id, 'admitted', now(), now() from organisation where slug like 'bench-%' order by md5(slug || 'a') limit 5000");
	await client.query(
		`with n as (select id, centre_id, row_number() over () as at, count(*) over () as many from listing where kind = 'need'), o as (select id, centre_id, row_number() over () as at, count(*) over () as many from listing where kind = 'offer')
		insert into suggested_pair (need_id, offer_id, need_centre_id, offer_centre_id, score, need_rank, need_change, offer_change, engine, state)
		select n.id, o.id, n.centre_id, o.centre_id, 0.5, 1, 1, 1, 'bench', case when s % 50 = 0 then 'introduced' else 'suggested' end
		from generate_series(1, $1::int) s join n on n.at = 1 + s % n.many join o on o.at = 1 + (s * 7919) % o.many on conflict do nothing`,
		[pairs],
	);
	// The pairs are there; matching them anew is another benchmark's.
	await client.query("insert into match_progress (listing_id, change_number, engine) select id, change_number, $1 from listing", [`${ENGINE_VERSION}/default`]);
}
