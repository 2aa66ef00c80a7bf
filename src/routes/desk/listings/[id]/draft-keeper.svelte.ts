import type { FieldProblem } from '#lib/ui/form/field-words.ts';

export type SaveState = 'saved' | 'unsaved' | 'saving' | 'offline' | 'expired' | 'wrong' | 'conflict';

/** What stands on this device because the server does not have it yet. */
interface KeptText {
	at: string;
	fields: [string, string][];
}

/** Milliseconds of silence after which typed text is saved, and between attempts while the server is out of reach. */
const SILENCE = 1200;
const RETRY = 10_000;

/**
 * Saves a form while it is typed, one save at a time. What the server has not got stands in the browser's storage, so that
 * a lost connection, an ended session or a closed window costs nobody a word.
 */
export class DraftKeeper {
	state: SaveState = $state('saved');
	savedAt: string | null = $state(null);
	changeNumber: number = $state(0);
	errors: FieldProblem[] = $state([]);
	readsLike: string | null = $state(null);
	/** The number of somebody else's newer save. */
	newer: number | null = $state(null);
	readonly #address: string;
	readonly #storageKey: string;
	readonly #form: () => HTMLFormElement | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#running: Promise<void> = Promise.resolve();
	#typed = 0;

	constructor(options: { id: string; address: string; changeNumber: number; readsLike: string | null; form: () => HTMLFormElement | undefined }) {
		this.#address = options.address;
		this.#storageKey = `mitra.draft.${options.id}`;
		this.#form = options.form;
		this.changeNumber = options.changeNumber;
		this.readsLike = options.readsLike;
	}

	/** Somebody typed. */
	changed(): void {
		this.#typed++;
		this.#keep();
		if (this.state === 'conflict') return;
		if (this.state !== 'expired' && this.state !== 'offline') this.state = 'unsaved';
		this.#schedule(SILENCE);
	}

	/** Tries again at once: the connection is back, or the person has come back to this window. */
	retry(): void {
		if (this.state === 'offline' || this.state === 'expired') this.#schedule(0);
	}

	/** Waits for a save that is under way and starts none: the form is about to be sent as a whole. */
	async settle(): Promise<void> {
		clearTimeout(this.#timer);
		await this.#running;
	}

	/** The whole form was sent and the server has it. */
	sent(changeNumber: number, at: string): void {
		clearTimeout(this.#timer);
		this.changeNumber = changeNumber;
		this.savedAt = at;
		this.state = 'saved';
		this.errors = [];
		this.newer = null;
		this.forget();
	}

	/** The whole form was sent and not taken. */
	refused(state: 'offline' | 'expired' | 'wrong' | 'conflict', newer: number | null = null): void {
		this.state = state;
		this.newer = newer;
		this.#keep();
		if (state === 'offline') this.#schedule(RETRY);
	}

	get unsaved(): boolean {
		return this.state !== 'saved';
	}

	/** Text of an earlier visit that never reached the server. */
	kept(): KeptText | null {
		try {
			const text = localStorage.getItem(this.#storageKey);
			return text ? (JSON.parse(text) as KeptText) : null;
		} catch {
			return null;
		}
	}

	forget(): void {
		try {
			localStorage.removeItem(this.#storageKey);
		} catch {
			// A browser that stores nothing has nothing to forget.
		}
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	#fields(): [string, string][] {
		const form = this.#form();
		if (!form) return [];
		return [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'expected');
	}

	#keep(): void {
		try {
			localStorage.setItem(this.#storageKey, JSON.stringify({ at: new Date().toISOString(), fields: this.#fields() } satisfies KeptText));
		} catch {
			// Private windows may refuse; the text still stands in the page.
		}
	}

	#schedule(wait: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.#running = this.#running.then(() => this.#save());
		}, wait);
	}

	async #save(): Promise<void> {
		const typed = this.#typed;
		const body = new FormData();
		for (const [name, value] of this.#fields()) body.append(name, value);
		body.set('expected', String(this.changeNumber));
		if (this.state === 'unsaved') this.state = 'saving';
		try {
			await this.#answer(await fetch(this.#address, { method: 'POST', body }), typed);
		} catch {
			this.state = 'offline';
			this.#schedule(RETRY);
		}
	}

	async #answer(response: Response, typed: number): Promise<void> {
		const answer = (await response.json()) as { changeNumber?: number; at?: string; readsLike?: string | null; errors?: FieldProblem[] };
		if (response.status === 401) this.state = 'expired';
		else if (response.status === 409) {
			this.newer = answer.changeNumber ?? null;
			this.state = 'conflict';
		} else if (response.ok && answer.changeNumber !== undefined) {
			this.changeNumber = answer.changeNumber;
			this.savedAt = answer.at ?? null;
			this.readsLike = answer.readsLike ?? null;
			this.errors = [];
			this.state = typed === this.#typed ? 'saved' : 'unsaved';
			if (this.state === 'saved') this.forget();
		} else if (response.status === 422) {
			this.errors = answer.errors ?? [];
			this.state = 'wrong';
		} else throw new Error(`The server answered ${response.status}.`);
	}
}
