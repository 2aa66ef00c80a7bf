import ICAL from 'ical.js';

/** An entry of a calendar as the independent parser (ical.js) reads it. */
export interface ReadEntry {
	method: string;
	uid: string;
	sequence: number;
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
	const { startDate, endDate } = new ICAL.Event(event);
	return {
		method: once(calendar, 'method'),
		uid: once(event, 'uid'),
		sequence: Number(once(event, 'sequence')),
		status: once(event, 'status'),
		starts: startDate.toJSDate().toISOString(),
		ends: endDate.toJSDate().toISOString(),
		summary: once(event, 'summary'),
		organiser: once(event, 'organizer'),
		attendees: event.getAllProperties('attendee').map((property) => String(property.getFirstValue())),
		text,
	};
}

/** A person's calendar as RFC 5546 (3.2.2, 3.2.5) has it take what comes by mail: by UID, and only what is newer. */
export class Calendar {
	readonly entries = new Map<string, ReadEntry>();

	/** Answers what became of it. */
	take(text: string): 'added' | 'updated' | 'removed' | 'ignored' {
		const entry = readCalendar(text);
		const known = this.entries.get(entry.uid);
		if (known && entry.sequence <= known.sequence) return 'ignored';
		if (entry.method === 'CANCEL') {
			if (!known || entry.status !== 'CANCELLED' || entry.organiser !== known.organiser) return 'ignored';
			this.entries.delete(entry.uid);
			return 'removed';
		}
		if (entry.method !== 'REQUEST' || entry.status !== 'CONFIRMED' || (known && entry.organiser !== known.organiser)) return 'ignored';
		this.entries.set(entry.uid, entry);
		return known ? 'updated' : 'added';
	}
}
