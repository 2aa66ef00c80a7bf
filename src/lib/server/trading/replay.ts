import type { TradeEventKind } from '#lib/trading/vocabulary.ts';
import { judgeBid, ranked, type AuctionRules, type StandingBid } from './auction.ts';

/** A line of a trade's log. */
export interface LogLine {
	number: number;
	moment: number;
	kind: TradeEventKind;
	bidder: number | null;
	amount: bigint | null;
	detail: Record<string, unknown>;
}

export interface Replayed {
	rules: AuctionRules | null;
	/** When the trade ended or ends, with all extensions. */
	ends: number;
	closed: boolean;
	bids: number;
	refusals: number;
	leading: { bidder: number; amount: bigint } | null;
	/** The bids that stand, the best first; of sealed ones those that were opened. */
	standing: StandingBid[];
	/** To whom the log says it went, by the number of the bid. */
	awards: { bidder: number; bid: number; amount: bigint }[];
	/** Lines that do not follow from those before: a bid judged otherwise, an award that the rules give to another. */
	faults: { number: number; why: string }[];
}

/** The rules as the first line of a log holds them: JSON has no bigint. */
export type WrittenRules = Omit<AuctionRules, 'price' | 'increment'> & { price: string | null; increment: string | null };

export const writtenRules = (rules: AuctionRules): WrittenRules => ({ ...rules, price: rules.price?.toString() ?? null, increment: rules.increment?.toString() ?? null });
export function readRules(written: WrittenRules): AuctionRules {
	const big = (text: string | null) => (text === null ? null : BigInt(text));
	return { ...written, price: big(written.price), increment: big(written.increment) };
}

/**
 * Plays a log from its first line and judges every bid anew, by the rules of its first line alone: the same log always gives
 * the same winner, and a line that was not judged by the rules shows. Hidden amounts count as from their line `revealed` on.
 */
export function replay(log: readonly LogLine[]): Replayed {
	const played = new Playing();
	for (const line of log) played.take(line);
	return played.result();
}

class Playing {
	readonly state: Replayed = { rules: null, ends: 0, closed: false, bids: 0, refusals: 0, leading: null, standing: [], awards: [], faults: [] };
	private readonly admitted = new Set<number>();
	private readonly latest = new Map<number, StandingBid>();
	private readonly bought = new Set<number>();
	private readonly refusedAwards = new Set<number>();
	private last = 0;

	private fault(line: LogLine, why: string): void {
		this.state.faults.push({ number: line.number, why });
	}

	take(line: LogLine): void {
		if (line.moment <= this.last) this.fault(line, 'time goes back');
		this.last = line.moment;
		const { state } = this;
		switch (line.kind) {
			case 'announced':
				state.rules = readRules(line.detail.rules as WrittenRules);
				state.ends = state.rules.closes;
				break;
			case 'admitted':
				this.admitted.add(line.bidder!);
				break;
			case 'bid':
			case 'bid-refused':
				this.takeBid(line);
				break;
			case 'bid-withdrawn':
				if (state.closed || line.moment >= state.ends) this.fault(line, 'taken back after the end');
				this.latest.delete(line.bidder!);
				break;
			case 'closed':
				if (line.moment < state.ends && line.detail.soldOut !== true) this.fault(line, 'closed before its end');
				state.closed = true;
				break;
			case 'withdrawn':
				state.closed = true;
				break;
			case 'revealed':
				this.reveal(line);
				break;
			case 'award-refused':
				this.refusedAwards.add(line.bidder!);
				break;
			case 'awarded':
				this.award(line);
				break;
			default:
				break;
		}
	}

	private takeBid(line: LogLine): void {
		const { state } = this;
		if (!state.rules) return this.fault(line, 'a bid before the rules');
		const hidden = line.amount === null;
		// A hidden amount is judged when it is revealed; until then only its time and its bidder can be.
		const amount = line.amount ?? state.rules.price ?? 1n;
		const standing = { ends: state.ends, closed: state.closed, leading: state.leading, taken: this.bought.size, admitted: this.admitted.has(line.bidder!), bought: this.bought.has(line.bidder!) };
		const judged = judgeBid(state.rules, standing, { bidder: line.bidder!, amount, moment: line.moment });
		if (line.kind === 'bid-refused') {
			state.refusals++;
			if (judged.accepted && !hidden) this.fault(line, 'refused against the rules');
			return;
		}
		if (!judged.accepted) return this.fault(line, `taken against the rules: ${judged.reason}`);
		state.bids++;
		state.ends = judged.ends;
		this.latest.set(line.bidder!, { bidder: line.bidder!, amount: line.amount ?? 0n, moment: line.moment, event: line.number });
		if (state.rules.mode === 'ascending') state.leading = { bidder: line.bidder!, amount };
		if (state.rules.mode === 'fixed') this.bought.add(line.bidder!);
	}

	private reveal(line: LogLine): void {
		const bid = this.latest.get(line.bidder!);
		if (!bid || line.amount === null || bid.event !== line.detail.bid) return this.fault(line, 'reveals a bid that does not stand');
		const least = this.state.rules?.price;
		if (least && line.amount < least) this.fault(line, 'revealed below the least amount');
		this.latest.set(line.bidder!, { ...bid, amount: line.amount });
	}

	private award(line: LogLine): void {
		const { state } = this;
		const bid = this.latest.get(line.bidder!);
		if (!bid || (bid.amount > 0n && bid.amount !== line.amount)) this.fault(line, 'awarded to a bid that does not stand');
		state.awards.push({ bidder: line.bidder!, bid: Number(line.detail.bid), amount: line.amount ?? 0n });
		if (state.rules?.mode !== 'ascending' && state.rules?.mode !== 'sealed') return;
		if (line.detail.chosen === true) return;
		const [best] = ranked([...this.latest.values()].filter(({ bidder }) => !this.refusedAwards.has(bidder)));
		if (best?.bidder !== line.bidder) this.fault(line, 'awarded to another than the best');
	}

	result(): Replayed {
		return { ...this.state, standing: ranked([...this.latest.values()]) };
	}
}
