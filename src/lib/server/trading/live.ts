import { followNotices, type NoticeFollower } from '#lib/server/platform/database-notices.ts';
import { log } from '#lib/server/platform/log.ts';
import { closeDueTrades } from './close-trade.ts';
import type { TradingContext } from './context.ts';
import { liveState, type LiveState } from './view-trade.ts';

/** Followers of one trade are told at most so often: in the heat of an auction the latest state is what matters. */
const BEAT_MS = 250;
/** Who begins to follow at about the same time is told together how the trade stands. */
const JOIN_MS = 40;
const WATCH_MS = 1000;
const MOST_FOLLOWERS = 5000;

type Listener = (message: string) => void;

/**
 * Tells those who follow a trade by server-sent events how it stands, whenever its log grows. One connection to the database
 * for all of them, opened with the first follower and closed after the last. While anybody follows, ends are watched to the
 * second.
 */
export class LiveTrades {
	private readonly listeners = new Map<number, Set<Listener>>();
	private readonly joining = new Map<number, Set<Listener>>();
	private readonly asked = new Map<number, Promise<boolean>>();
	private readonly waiting = new Set<number>();
	private follower: Promise<NoticeFollower> | undefined;
	private watch: NodeJS.Timeout | undefined;
	private readonly context: TradingContext;
	private readonly databaseUrl: string;

	constructor(context: TradingContext, databaseUrl: string) {
		this.context = context;
		this.databaseUrl = databaseUrl;
	}

	/** Whether one more may follow: an open line costs memory for as long as it is open. */
	get isFull(): boolean {
		return [...this.listeners.values()].reduce((sum, { size }) => sum + size, 0) >= MOST_FOLLOWERS;
	}

	/** Follows a trade: the state now, then each new one. Answers how to end it. */
	follow(number: number, listener: Listener): () => void {
		const all = this.listeners.get(number) ?? new Set();
		this.listeners.set(number, all.add(listener));
		this.start();
		this.join(number, listener);
		return () => {
			all.delete(listener);
			this.joining.get(number)?.delete(listener);
			if (all.size === 0 && this.listeners.get(number) === all) this.listeners.delete(number);
			if (this.listeners.size === 0) this.stop();
		};
	}

	/** Whether the trade is there for everybody: asked of the database once for all who come at about the same time. */
	isThere(number: number): Promise<boolean> {
		if (this.listeners.has(number)) return Promise.resolve(true);
		const asked = this.asked.get(number) ?? liveState(this.context, number).then((state) => state !== undefined).finally(() => this.asked.delete(number));
		this.asked.set(number, asked);
		return asked;
	}

	private join(number: number, listener: Listener): void {
		const others = this.joining.get(number);
		if (others) return void others.add(listener);
		const together = new Set([listener]);
		this.joining.set(number, together);
		setTimeout(() => {
			this.joining.delete(number);
			void this.send(number, together);
		}, JOIN_MS).unref();
	}

	private start(): void {
		this.follower ??= followNotices(this.databaseUrl, 'trade_change', {
			onChange: async (numbers) => numbers.forEach((number) => this.tell(Number(number))),
			onReconnect: async () => [...this.listeners.keys()].forEach((number) => this.tell(number)),
		});
		this.follower.catch((error: unknown) => {
			log.error('trading.follower-failed', error);
			this.follower = undefined;
		});
		this.watch ??= setInterval(() => void closeDueTrades(this.context).catch((error: unknown) => log.error('trading.watch-failed', error)), WATCH_MS).unref();
	}

	stop(): void {
		clearInterval(this.watch);
		this.watch = undefined;
		const ending = this.follower;
		this.follower = undefined;
		void ending?.then((follower) => follower.stop()).catch(() => undefined);
	}

	/** What changes within a beat is told together. */
	private tell(number: number): void {
		if (!this.listeners.has(number) || this.waiting.has(number)) return;
		this.waiting.add(number);
		setTimeout(() => {
			this.waiting.delete(number);
			void this.send(number, this.listeners.get(number) ?? []);
		}, BEAT_MS).unref();
	}

	private async send(number: number, listeners: Iterable<Listener>): Promise<void> {
		try {
			const state: LiveState | undefined = await liveState(this.context, number);
			if (!state) return;
			// One text for all: writing it is all that a follower costs.
			const message = `id: ${state.last}\nevent: state\ndata: ${JSON.stringify(state)}\n\n`;
			for (const listener of listeners) listener(message);
		} catch (error) {
			log.error('trading.not-told', error, { trade: number });
		}
	}
}

