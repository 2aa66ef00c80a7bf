import type { Remedy } from '#lib/engines/meetings/types.ts';
import { href } from '../reader.ts';

/** Where one of the people of a request does what a remedy asks; null where that is for others. */
export function ownRemedyLink(remedy: Remedy, { base, own, hostLimits, meetings }: { base: string; own: string; hostLimits: readonly string[]; meetings: Readonly<Record<string, string>> }): string | null {
	switch (remedy.remedy) {
		case 'be-there':
			return remedy.participant === own ? href(`${base}/times#slot-${remedy.slot}`) : null;
		case 'raise-limit':
			if (remedy.participant !== own || (remedy.limit === 'maxPerDay' && hostLimits.includes(own))) return null;
			return href(`${base}/wish#${remedy.limit === 'maxPerDay' ? 'max_per_day' : 'max_meetings'}`);
		case 'drop':
			return href(`${base}#meeting-${meetings[remedy.requests[0]!]}`);
		case 'allow-slot':
		case 'add-table':
		case 'add-interpreter':
			return null;
	}
}

/** Where an organiser does it: what a person has to say itself, at that one's registration, which says how to reach it. */
export function deskRemedyLink(remedy: Remedy, { event, schedule, hostLimits, marked }: { event: string; schedule: string; hostLimits: readonly string[]; marked: readonly { personId: string; slotId: string }[] }): string {
	const [desk, meetings] = [`/desk/events/${event}`, `/desk/events/${event}/meetings`];
	switch (remedy.remedy) {
		case 'allow-slot':
			return href(`${meetings}#slot-${remedy.slot}`);
		case 'be-there':
			return href(marked.some(({ personId, slotId }) => personId === remedy.participant && slotId === remedy.slot) ? `${meetings}/live#back-${remedy.participant}` : `${desk}/registrations/${remedy.participant}`);
		case 'raise-limit':
			return href(remedy.limit === 'maxPerDay' && hostLimits.includes(remedy.participant) ? `${meetings}#daily_limit-frame` : `${desk}/registrations/${remedy.participant}`);
		case 'add-table':
			return href(`${desk}/places`);
		case 'add-interpreter':
			return href(`${meetings}#registration-interpreter`);
		case 'drop':
			return href(`${meetings}/schedules/${schedule}/board?meeting=${remedy.requests[0]}`);
	}
}
