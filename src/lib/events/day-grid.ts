/** A session as the grid of a day places it. Times as milliseconds or anything that compares. */
export interface GridSession {
	id: string;
	trackId: string | null;
	startsAt: number;
	endsAt: number;
}

interface GridCell {
	/** Null: nothing is there. */
	session: string | null;
	rows: number;
	columns: number;
}

interface DayGrid {
	/** Sessions for everybody that go on beside others, such as an exhibition: they stand above the grid. */
	alongside: string[];
	/** A track has a column for each of its sessions that go on at the same time. Null: those without a track. */
	columns: { trackId: string | null; lanes: number }[];
	rows: { at: number; cells: GridCell[] }[];
}

/**
 * A day as a table: a row for each time at which something begins or ends, a column for each track. A session for everybody takes
 * the whole width, unless something else goes on beside it. A programme without tracks has one column.
 */
export function dayGrid(sessions: readonly GridSession[], tracks: readonly string[]): DayGrid {
	const overlap = (one: GridSession, other: GridSession) => one !== other && one.startsAt < other.endsAt && other.startsAt < one.endsAt;
	const used = tracks.filter((track) => sessions.some(({ trackId }) => trackId === track));
	const wide = (session: GridSession) => session.trackId === null && used.length > 0;
	// What goes on beside a track stands above; of two for everybody at once the longer one does, so that a break stays where it is.
	const beside = sessions.filter((session) => wide(session) && sessions.some((other) => !wide(other) && overlap(session, other)));
	const alongside = [...beside];
	for (const session of sessions.filter((each) => wide(each) && !beside.includes(each)).sort((a, b) => a.endsAt - a.startsAt - (b.endsAt - b.startsAt)).reverse())
		if (sessions.some((other) => wide(other) && !alongside.includes(other) && overlap(session, other))) alongside.push(session);
	const placed = sessions.filter((session) => !alongside.includes(session)).sort((a, b) => a.startsAt - b.startsAt || b.endsAt - a.endsAt);
	const columns: (string | null)[] = used.length > 0 ? used : [null];
	const lanes = new Map<string, number>();
	const widths = columns.map((track) => lanesOf(placed.filter((session) => !wide(session) && session.trackId === track), lanes));
	const total = widths.reduce((sum, width) => sum + width, 0);
	const first = (session: GridSession) => widths.slice(0, columns.indexOf(session.trackId)).reduce((sum, width) => sum + width, 0) + lanes.get(session.id)!;
	const times = [...new Set(placed.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]))].sort((a, b) => a - b);
	const rows = times.slice(0, -1).map((at) => {
		const cells: GridCell[] = [];
		for (let column = 0; column < total; column++) {
			const here = placed.find((session) => session.startsAt <= at && at < session.endsAt && (wide(session) || first(session) === column));
			if (!here) cells.push({ session: null, rows: 1, columns: 1 });
			else if (here.startsAt === at && (!wide(here) || column === 0))
				cells.push({ session: here.id, rows: times.indexOf(here.endsAt) - times.indexOf(at), columns: wide(here) ? total : 1 });
		}
		return { at, cells };
	});
	return { alongside: alongside.map(({ id }) => id), columns: columns.map((trackId, index) => ({ trackId, lanes: widths[index]! })), rows };
}

/** Puts sessions that overlap beside one another; answers how many stand abreast. */
function lanesOf(sessions: readonly GridSession[], lanes: Map<string, number>): number {
	const free: number[] = [];
	for (const session of sessions) {
		const lane = free.findIndex((end) => end <= session.startsAt);
		lanes.set(session.id, lane < 0 ? free.length : lane);
		free[lane < 0 ? free.length : lane] = session.endsAt;
	}
	return Math.max(1, free.length);
}
