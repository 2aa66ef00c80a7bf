import type { Executor } from '#lib/server/platform/database.ts';
import { chainHead, chainStart, linksAfter, standsAt, unlinkedEntries, type CheckedLink } from './queries.ts';

/** What is wrong with the chain, at the number of a link or, where it has none, at an entry. */
export type ChainFault =
	/** The entry says something else than when it was linked. */
	| { fault: 'altered'; number: number; entryId: number }
	/** The link stands, its entry is gone. */
	| { fault: 'removed'; number: number; entryId: number }
	/** Links are missing, and with them their entries. */
	| { fault: 'gap'; from: number; to: number }
	/** The entry, or its link, stands at another place than it was written at. */
	| { fault: 'reordered'; number: number; entryId: number; belongsAt: number }
	/** The link does not continue the one before it. */
	| { fault: 'broken'; number: number; entryId: number }
	/** An entry without a link: it was brought in around the chain, or its link was taken out. */
	| { fault: 'unlinked'; entryId: number }
	/** The chain ends elsewhere than its head says. */
	| { fault: 'head'; expected: number; found: number }
	/** The link that was noted elsewhere earlier has another hash now. */
	| { fault: 'anchor'; number: number };

export interface ChainReport {
	/** Links that were checked. */
	checked: number;
	/** The number that the chain begins behind: 0, or the last entry that retention took out. */
	startsAfter: number;
	head: { number: number; hash: string };
	faults: ChainFault[];
}

/** Links read at once. */
const BATCH = 5000;
/** Faults beyond which more would not be read. */
const MOST_FAULTS = 1000;

/**
 * Goes through the whole chain and says every link that does not hold. What the chain alone cannot tell is that all of it was
 * written anew: for that, note the head elsewhere from time to time, and give it as `anchor`.
 */
export async function verifyChain(db: Executor, options: { anchor?: { number: number; hash: string } } = {}): Promise<ChainReport> {
	const start = await chainStart(db);
	const head = await chainHead(db);
	const faults: ChainFault[] = [];
	const wrong: CheckedLink[] = [];
	let last = start;
	let checked = 0;
	let anchored = !options.anchor || options.anchor.number <= start.number;
	for (;;) {
		const links = await linksAfter(db, last.number, BATCH);
		for (const link of links) {
			checked++;
			if (link.number !== last.number + 1) faults.push({ fault: 'gap', from: last.number + 1, to: link.number - 1 });
			else if (link.previous !== last.hash) faults.push({ fault: 'broken', number: link.number, entryId: link.entryId });
			if (!link.exists) faults.push({ fault: 'removed', number: link.number, entryId: link.entryId });
			else if (link.expected !== link.hash) wrong.push(link);
			if (options.anchor?.number === link.number) anchored = options.anchor.hash === link.hash;
			last = link;
		}
		if (links.length < BATCH || faults.length + wrong.length > MOST_FAULTS) break;
	}
	faults.push(...(await told(db, wrong)));
	if (faults.length <= MOST_FAULTS && (last.number !== head.number || last.hash !== head.hash))
		faults.push({ fault: 'head', expected: head.number, found: last.number });
	for (const entryId of await unlinkedEntries(db, MOST_FAULTS)) faults.push({ fault: 'unlinked', entryId });
	if (options.anchor && !anchored) faults.push({ fault: 'anchor', number: options.anchor.number });
	return { checked, startsAfter: start.number, head, faults };
}

/** Whether each wrong link is an altered entry, or one that belongs at the place of another wrong one. */
async function told(db: Executor, wrong: readonly CheckedLink[]): Promise<ChainFault[]> {
	const faults: ChainFault[] = [];
	for (const link of wrong) {
		const belongsAt = await standsAt(db, link.entryId, wrong.map(({ number }) => number));
		faults.push(
			belongsAt === undefined
				? { fault: 'altered', number: link.number, entryId: link.entryId }
				: { fault: 'reordered', number: link.number, entryId: link.entryId, belongsAt },
		);
	}
	return faults;
}
