import { AttemptLimit } from '#lib/server/accounts/attempt-limit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { searchConfiguration } from './search-configuration.ts';

const WINDOW_MS = 60_000;

/** Seconds after which who was refused may come again. */
export const RETRY_AFTER_SECONDS = 30;

/** How often one address may search: enough for a class of students behind one address, not for a program that means harm. */
export class SearchRate {
	readonly #limit: AttemptLimit;

	constructor(perMinute: number) {
		this.#limit = new AttemptLimit({ most: perMinute, windowMs: WINDOW_MS });
	}

	/** Counts one search. Throws `rate_limited` where the address has had its share. */
	count(address: string, now: number): void {
		if (this.#limit.allow(subnetOf(address), now)) return;
		throw new ExpectedError('rate_limited', 'This address searches too often. Wait a little.', { detail: { seconds: RETRY_AFTER_SECONDS } });
	}
}

let current: SearchRate | undefined;

/** The limit of this process, shared by pages and API. */
export function searchRate(): SearchRate {
	return (current ??= new SearchRate(searchConfiguration().searchesPerMinute));
}

/** Who has an IPv6 address has 2^64 of them: they count as one. */
function subnetOf(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
	if (mapped) return mapped;
	if (!address.includes(':')) return address;
	const [head = '', tail = ''] = address.toLowerCase().split('::');
	const front = head.split(':').filter((part) => part !== '');
	const back = address.includes('::') ? tail.split(':').filter((part) => part !== '') : [];
	const middle = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
	return [...front, ...middle, ...back].slice(0, 4).map((part) => part.replace(/^0+(?=.)/, '')).join(':');
}
