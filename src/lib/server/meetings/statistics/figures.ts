import type { OutcomeFact, RequestFact } from './queries.ts';

/** What the trade expects of a good event: meetings a participant, and the share of those planned that are held. */
export const BENCHMARKS = { meetingsEach: 2, heldShare: 0.8 } as const;

/** One line of a table: how much was asked, agreed on and held. */
export interface Counted {
	key: string;
	requests: number;
	accepted: number;
	meetings: number;
	held: number;
	noShows: number;
	followUps: number;
}

export interface MeetingFigures extends Omit<Counted, 'key'> {
	participants: number;
	refused: number;
	expired: number;
	open: number;
	walkIns: number;
	calledOff: number;
	/** Meetings whose time is over, but those called off. */
	due: number;
	/** Of the answered or expired requests, how many were agreed on; null where there are none. */
	acceptance: number | null;
	/** Of those due, how many were held. */
	heldShare: number | null;
	/** Of which some of their people say that they did not take place, and others what came of them. */
	disputed: number;
	/** Meetings of each participant on average: held ones once any is due, else planned ones. */
	meetingsEach: number | null;
	contacts: number;
	interests: number;
	countries: Counted[];
	/** The key of the line without an area is empty. */
	areas: Counted[];
}

const share = (part: number, of: number): number | null => (of === 0 ? null : part / of);

/** The figures of an event's meetings. Everything is counted from what each request became; nothing is estimated. */
export function meetingFigures(facts: readonly RequestFact[], outcomes: readonly OutcomeFact[], participants: number, now: Date): MeetingFigures {
	const said = (...some: OutcomeFact['outcome'][]) => new Set(outcomes.filter(({ outcome }) => some.includes(outcome)).map(({ meetingId }) => meetingId));
	// One side's word is enough: the other may be slow to answer.
	const followed = said('contact', 'interest');
	const all = count('', facts, followed);
	const inState = (...states: RequestFact['state'][]) => facts.filter(({ state }) => states.includes(state)).length;
	const due = facts.filter((fact) => stands(fact) && (fact.meeting === 'held' || fact.meeting === 'no_show' || isOver(fact, now))).length;
	const { key: _all, ...totals } = all;
	return {
		...totals,
		participants,
		refused: inState('refused'),
		expired: inState('expired'),
		open: inState('asked'),
		walkIns: facts.filter((fact) => stands(fact) && fact.origin === 'walk-in').length,
		calledOff: facts.filter(({ meeting }) => meeting === 'cancelled').length,
		due,
		acceptance: share(inState('accepted'), inState('accepted', 'refused', 'expired')),
		heldShare: share(all.held, due),
		meetingsEach: share(seats(facts.filter(due > 0 ? ({ meeting }) => meeting === 'held' : stands)), participants),
		disputed: said('not_held').intersection(said('nothing', 'contact', 'interest')).size,
		contacts: outcomes.filter(({ outcome }) => outcome === 'contact').length,
		interests: outcomes.filter(({ interestId }) => interestId !== null).length,
		countries: groups(facts, countryPairs, followed),
		areas: groups(facts, ({ areas }) => (areas.length > 0 ? areas : ['']), followed),
	};
}

/** How many sit in some meetings, all in all. */
const seats = (facts: readonly RequestFact[]) => facts.reduce((sum, { otherCountries }) => sum + 2 + otherCountries.length, 0);

/** The pairs of countries that a request brings together; of several each pair once. */
function countryPairs({ fromCountry, toCountry, otherCountries }: RequestFact): string[] {
	const countries = [fromCountry, toCountry, ...otherCountries];
	return [...new Set(countries.flatMap((one, index) => countries.slice(index + 1).map((other) => [one, other].sort().join('-'))))];
}

const stands = ({ meeting }: RequestFact) => meeting !== null && meeting !== 'cancelled';
const isOver = ({ startsAt, minutes }: RequestFact, now: Date) => startsAt !== null && startsAt.getTime() + (minutes ?? 0) * 60_000 <= now.getTime();

function count(key: string, facts: readonly RequestFact[], followed: ReadonlySet<string>): Counted {
	return {
		key,
		requests: facts.length,
		accepted: facts.filter(({ state }) => state === 'accepted').length,
		meetings: facts.filter(stands).length,
		held: facts.filter(({ meeting }) => meeting === 'held').length,
		noShows: facts.filter(({ meeting }) => meeting === 'no_show').length,
		followUps: facts.filter(({ meeting, meetingId }) => meeting === 'held' && followed.has(meetingId!)).length,
	};
}

/** The lines of a table, the most meetings first. A request of several areas counts in each of them. */
function groups(facts: readonly RequestFact[], keysOf: (fact: RequestFact) => readonly string[], followed: ReadonlySet<string>): Counted[] {
	const found = new Map<string, RequestFact[]>();
	for (const fact of facts) for (const key of keysOf(fact)) found.set(key, [...(found.get(key) ?? []), fact]);
	return [...found].map(([key, own]) => count(key, own, followed)).sort((a, b) => b.meetings - a.meetings || b.requests - a.requests || a.key.localeCompare(b.key));
}

const COLUMNS = ['requests', 'accepted', 'meetings', 'held', 'noShows', 'followUps'] as const;

/** The tables as a spreadsheet reads them: one line of each pair of countries and each area, and one of all. */
export function figuresTable(figures: MeetingFigures): string {
	const line = (what: string, key: string, counted: Omit<Counted, 'key'>) => [what, key, ...COLUMNS.map((column) => counted[column])].join(',');
	const lines = [['of', 'key', 'requests', 'accepted', 'meetings', 'held', 'no_shows', 'follow_ups'].join(','), line('all', '', figures), ...figures.countries.map((each) => line('countries', each.key, each)), ...figures.areas.map((each) => line('area', each.key, each))];
	return `\uFEFF${lines.join('\r\n')}\r\n`;
}
