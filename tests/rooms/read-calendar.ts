import ICAL from 'ical.js';

/** An entry of a calendar as the independent parser (ical.js) reads it. */
export interface ReadEntry {
	method: string;
	uid: string;
	sequence: number;
	/** Seconds since 1970: when it was told. */
	stamp: number;
	status: string;
	starts: string;
	ends: string;
	summary: string;
	organiser: string;
	attendees: string[];
	text: string;
}

/** Reads a calendar file strictly: a line that is too long, a property that is doubled, or a component that lacks what RFC 5545 and 5546 ask for is refused. */
export function readCalendar(text: string): ReadEntry {
	for (const line of text.split('\r\n')) if (Buffer.byteLength(line) > 75) throw new Error(`A line of ${Buffer.byteLength(line)} bytes.`);
	if (text.replaceAll('\r\n', '').includes('\n')) throw new Error('A line that ends in LF alone.');
	if (!text.endsWith('\r\n')) throw new Error('The last line does not end.');
	const calendar = new ICAL.Component(ICAL.parse(text));
	const once = (component: InstanceType<typeof ICAL.Component>, name: string): string => {
		const all = component.getAllProperties(name);
		if (all.length !== 1) throw new Error(`${name} stands ${all.length} times.`);
		return String(all[0]!.getFirstValue());
	};
	if (once(calendar, 'version') !== '2.0' || once(calendar, 'prodid') === '') throw new Error('No VERSION or PRODID.');
	const events = calendar.getAllSubcomponents('vevent');
	if (events.length !== 1) throw new Error(`${events.length} events.`);
	const event = events[0]!;
	once(event, 'dtstamp');
	const stamp = event.getFirstPropertyValue('dtstamp') as InstanceType<typeof ICAL.Time>;
	if (stamp.zone !== ICAL.Timezone.utcTimezone) throw new Error('DTSTAMP is not in UTC.');
	const { startDate, endDate } = new ICAL.Event(event);
	return {
		method: once(calendar, 'method'),
		uid: once(event, 'uid'),
		sequence: Number(once(event, 'sequence')),
		stamp: stamp.toUnixTime(),
		status: once(event, 'status'),
		starts: startDate.toJSDate().toISOString(),
		ends: endDate.toJSDate().toISOString(),
		summary: once(event, 'summary'),
		organiser: once(event, 'organizer'),
		attendees: event.getAllProperties('attendee').map((property) => String(property.getFirstValue())),
		text,
	};
}

/** Whether an entry is to take the place of another with the same UID (RFC 5546, 2.1.5): by SEQUENCE, and where that is the same by DTSTAMP. */
const isNewer = (entry: ReadEntry, than: ReadEntry) => entry.sequence > than.sequence || (entry.sequence === than.sequence && entry.stamp > than.stamp);

/** The calendar of somebody with an address, as RFC 5546 (3.2.2, 3.2.5) has it take what comes by mail. */
export class Calendar {
	/** What stands in it, by UID. */
	readonly entries = new Map<string, ReadEntry>();
	/** What it was told last of each UID, also of what it took out. */
	readonly #told = new Map<string, ReadEntry>();
	readonly #owner: string;

	constructor(owner: string) {
		this.#owner = `mailto:${owner}`.toLowerCase();
	}

	/** Answers what became of it. What another organiser says of an entry, or what is not for its owner, is ignored. */
	take(text: string): 'added' | 'updated' | 'removed' | 'ignored' {
		const entry = readCalendar(text);
		const told = this.#told.get(entry.uid);
		if (told && (told.organiser !== entry.organiser || !isNewer(entry, told))) return 'ignored';
		if (!entry.attendees.some((attendee) => attendee.toLowerCase() === this.#owner)) return 'ignored';
		const known = this.entries.has(entry.uid);
		switch (entry.method) {
			case 'REQUEST':
				if (entry.status !== 'CONFIRMED') return 'ignored';
				this.#told.set(entry.uid, entry);
				this.entries.set(entry.uid, entry);
				return known ? 'updated' : 'added';
			case 'CANCEL':
				if (!known || entry.status !== 'CANCELLED') return 'ignored';
				this.#told.set(entry.uid, entry);
				this.entries.delete(entry.uid);
				return 'removed';
			default:
				return 'ignored';
		}
	}
}
