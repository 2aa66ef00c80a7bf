import type { DeskNames } from './names.ts';
import * as m from '#lib/paraglide/messages.js';

/** For each slot, the tables that are free for a meeting in it and what speaks against it, in words; from the board's `moves`. */
export type Moves = Record<string, { free: string[]; why: string }>;

interface Place {
	slot: string;
	/** A person or a table, by what the board has down. */
	row: string;
}

/** What the board shows, as the one who moves a meeting on it sees it. */
export interface Ground {
	by: 'people' | 'tables';
	rows: readonly string[];
	slots: readonly string[];
	names: DeskNames;
	hour(slot: string): string;
	/** Where the moves of a meeting are asked for. */
	moves(request: string): string;
}

/** A meeting that somebody has taken up, with the mouse or by the keys, and is about to put elsewhere: what speaks against it shows as it goes. */
export class TakingUp {
	request = $state<string | null>(null);
	target = $state<Place | null>(null);
	byKeys = $state(false);
	#moves = $state<Moves | null>(null);
	readonly #ground: () => Ground;

	constructor(ground: () => Ground) {
		this.#ground = ground;
	}

	take(request: string, from: Place, byKeys: boolean): void {
		[this.request, this.target, this.byKeys, this.#moves] = [request, from, byKeys, null];
		void this.#ask(request);
	}
	letGo(): void {
		[this.request, this.target, this.byKeys, this.#moves] = [null, null, false, null];
	}
	/** One slot or row further; at the edge it stays. */
	step(slots: number, rows: number): void {
		const { slots: all, rows: down, by } = this.#ground();
		if (!this.target) return;
		const moved = <Id>(ids: readonly Id[], now: Id, by: number) => ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(now) + by))] ?? now;
		this.target = { slot: moved(all, this.target.slot, slots), row: by === 'tables' ? moved(down, this.target.row, rows) : this.target.row };
	}

	async #ask(request: string): Promise<void> {
		try {
			const response = await fetch(this.#ground().moves(request));
			const moves = response.ok ? ((await response.json()) as Moves) : null;
			// Another may have been taken up since.
			if (this.request === request) this.#moves = moves;
		} catch {
			// Without an answer nothing is marked; putting it there says what is wrong.
		}
	}

	/** What speaks against a place; empty where nothing does, or where nobody knows yet. */
	against({ slot, row }: Place): string {
		const move = this.#moves?.[slot];
		if (!move) return '';
		const tableTaken = this.#ground().by === 'tables' && !move.free.includes(row);
		return [move.why, tableTaken ? m.meetdesk_error_table() : ''].filter(Boolean).join(' ');
	}
	/** Where it would be put, and what speaks against that, for everybody who reads or hears it. */
	get words(): string {
		if (!this.request || !this.target) return '';
		const { by, names, hour } = this.#ground();
		const place = by === 'tables' ? `${hour(this.target.slot)}, ${m.meetdesk_print_table({ table: names.table(this.target.row) })}` : hour(this.target.slot);
		const known = this.#moves !== null;
		return `${names.request(this.request)} → ${place}: ${this.against(this.target) || (known ? m.meetdesk_place_free() : '…')}`;
	}
}
