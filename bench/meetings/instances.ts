import type { InterpreterInput, MeetingsInput, ParticipantInput, RequestInput, SlotInput } from '#lib/engines/meetings/types.ts';

/** How requests are spread over people. */
export type Shape = 'heavy-tailed' | 'clustered' | 'stars';
/** What is short. */
export type Regime = 'tables' | 'loose' | 'scarce' | 'interpreters';

export interface InstanceOptions {
	shape: Shape;
	regime: Regime;
	participants: number;
	requests: number;
	slots: number;
	tables: number;
	seed: number;
}

/**
 * A made-up event of two half-days. Weights are as an organiser has them: 1 for a wish, 3 for a mutual one, and up to 1 more
 * for how well the two were matched. The same options give the same event on every machine.
 */
export function madeUpEvent(options: InstanceOptions): MeetingsInput {
	const random = seeded(options.seed * 7919 + options.participants * 31 + options.requests);
	const slots = madeUpSlots(options.slots);
	const participants = Array.from({ length: options.participants }, (_, i): ParticipantInput => ({
		id: `p${i + 1}`,
		available: presence(slots, options.regime, random),
		...(options.regime === 'interpreters' ? { languages: languagesOf(random) } : {}),
	}));
	return {
		slots,
		tables: Array.from({ length: options.tables }, (_, i) => ({ id: `t${i + 1}`, zone: String.fromCharCode(65 + Math.floor((i * 6) / options.tables)) })),
		participants,
		...(options.regime === 'interpreters' ? { interpreters: madeUpInterpreters(Math.round(options.tables / 5), random) } : {}),
		requests: madeUpRequests(options, random),
	};
}

export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

function madeUpSlots(count: number): SlotInput[] {
	const perDay = Math.ceil(count / 2);
	return Array.from({ length: count }, (_, i) => {
		const day = 15 + Math.floor(i / perDay);
		const minutes = 9 * 60 + (i % perDay) * 20;
		const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
		return { id: `s${i + 1}`, day: `2027-09-${day}`, start: `2027-09-${day}T${clock}:00+08:00`, minutes: 20 };
	});
}

/** Absences come in blocks. Where availability is scarce, people come for 25 to 60 per cent of the slots, a block each day. */
function presence(slots: readonly SlotInput[], regime: Regime, random: () => number): string[] | null {
	const perDay = Math.ceil(slots.length / 2);
	if (regime === 'scarce') {
		const total = Math.round(slots.length * (0.25 + 0.35 * random()));
		const first = Math.max(0, Math.min(perDay, total, Math.round(total * random()), slots.length));
		return [block(slots.slice(0, perDay), Math.max(first, total - (slots.length - perDay)), random), block(slots.slice(perDay), total - Math.max(first, total - (slots.length - perDay)), random)].flat();
	}
	if (random() > 0.3) return null;
	const length = 2 + Math.floor(random() * (perDay / 2));
	const from = Math.floor(random() * (slots.length - length + 1));
	return slots.filter((_, s) => s < from || s >= from + length).map(({ id }) => id);
}

function block(slots: readonly SlotInput[], length: number, random: () => number): string[] {
	const from = Math.floor(random() * (slots.length - length + 1));
	return slots.slice(from, from + length).map(({ id }) => id);
}

const TONGUES = ['zh', 'th', 'vi', 'lo', 'my', 'id'] as const;

function languagesOf(random: () => number): string[] {
	const own = random() < 0.45 ? 'zh' : TONGUES[1 + Math.floor(random() * (TONGUES.length - 1))]!;
	return random() < 0.75 ? [own, 'en'] : [own];
}

function madeUpInterpreters(count: number, random: () => number): InterpreterInput[] {
	return Array.from({ length: count }, (_, i) => {
		const tongue = TONGUES[1 + (i % (TONGUES.length - 1))]!;
		return { id: `i${i + 1}`, pairs: random() < 0.3 ? [['zh', tongue], ['en', tongue]] : [['zh', tongue]] };
	});
}

function madeUpRequests(options: InstanceOptions, random: () => number): RequestInput[] {
	const pick = pickers(options, random);
	const seen = new Set<string>();
	const requests: RequestInput[] = [];
	while (requests.length < options.requests) {
		const [a, b] = pick();
		const key = a < b ? `${a} ${b}` : `${b} ${a}`;
		if (a === b || seen.has(key)) continue;
		seen.add(key);
		const wish = random() < 0.3 ? 3 : 1;
		requests.push({ id: `r${requests.length + 1}`, participants: [`p${a + 1}`, `p${b + 1}`], weight: Math.round((wish + random()) * 100) / 100 });
	}
	return requests;
}

/** Draws pairs of participants by the shape of the graph. */
function pickers({ shape, participants }: InstanceOptions, random: () => number): () => [number, number] {
	const sums = new Float64Array(participants + 1);
	for (let i = 0; i < participants; i++) sums[i + 1] = sums[i]! + Math.min(8, random() ** -0.5);
	const popular = (from: number, to: number) => {
		const at = sums[from]! + random() * (sums[to]! - sums[from]!);
		let [low, high] = [from, to - 1];
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (sums[middle + 1]! > at) high = middle;
			else low = middle + 1;
		}
		return low;
	};
	if (shape === 'heavy-tailed') return () => [popular(0, participants), popular(0, participants)];
	if (shape === 'stars') {
		const stars = Math.max(2, Math.round(participants * 0.02));
		return () => [popular(0, participants), random() < 0.3 ? Math.floor(random() * stars) : popular(0, participants)];
	}
	const areas = Math.max(3, Math.round(participants / 60));
	const edge = (area: number) => Math.round((area * participants) / areas);
	return () => {
		const area = Math.floor(random() * areas);
		const a = popular(edge(area), edge(area + 1));
		return [a, random() < 0.85 ? popular(edge(area), edge(area + 1)) : popular(0, participants)];
	};
}
