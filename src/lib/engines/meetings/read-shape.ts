import type { MeetingsInput } from './types.ts';

/** Something wrong with an input: where, as a path into the JSON, and why, as a sentence. */
export interface InputFault {
	place: string;
	reason: string;
}

/** Faults named at most: the first ones help, a thousand of one kind do not. */
export const MOST_FAULTS = 50;

type Fields = Record<string, unknown>;
type Check = (value: unknown, place: string, faults: InputFault[]) => void;

/** Whether a value has the form of an input: which fields there are and of what kind. What ids point to is not looked at. */
export function hasShape(value: unknown, faults: InputFault[]): value is MeetingsInput {
	const before = faults.length;
	object({
		slots: required(listOf(object({ id: required(id), day: optional(text), start: optional(moment), minutes: optional(number('a number of minutes above 0', (n) => n > 0)) }))),
		tables: optional(listOf(object({ id: required(id), zone: optional(text), available: optional(listOf(text)) }))),
		participants: required(
			listOf(
				object({
					id: required(id),
					languages: optional(listOf(text)),
					available: optional(listOf(text)),
					maxMeetings: optional(count),
					maxPerDay: optional(count),
					homeTable: optional(text),
				}),
			),
		),
		interpreters: optional(listOf(object({ id: required(id), pairs: required(listOf(pairOf('two languages'))), available: optional(listOf(text)) }))),
		requests: required(
			listOf(
				object({
					id: required(id),
					participants: required(listOf(text)),
					weight: optional(number('a number above 0', (n) => n > 0)),
					slots: optional(listOf(text)),
					preferred: optional(object({ slots: optional(listOf(text)), zone: optional(text) })),
				}),
			),
		),
		fixed: optional(listOf(held)),
		forbidden: optional(listOf(pairOf('two participants'))),
		previous: optional(previous),
		options: optional(
			object({
				gapMeasure: optional(oneOf('slots', 'breaks')),
				repeatedPairs: optional(oneOf('never', 'allowed')),
				maxGapDifference: optional(count),
				keepBefore: optional(moment),
				fairnessAllowance: optional(number('a share between 0 and 1', (n) => n >= 0 && n <= 1)),
			}),
		),
	})(value, '', faults);
	return faults.length === before;
}

const held: Check = (value, place, faults) =>
	object({ request: required(text), slot: required(text), table: optional(text), interpreter: optional(text) })(value, place, faults);

const previous: Check = (value, place, faults) => (Array.isArray(value) ? listOf(held)(value, place, faults) : object({ meetings: required(listOf(held)) })(value, place, faults));

/** Fields that are not known here are passed over: others may keep names and notes in the same file. */
function object(fields: Record<string, (present: boolean) => Check>): Check {
	return (value, place, faults) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault(faults, place, `expected an object, got ${kindOf(value)}`);
		const given = value as Fields;
		for (const [name, check] of Object.entries(fields)) check(given[name] !== undefined)(given[name], join(place, name), faults);
	};
}

function required(check: Check): (present: boolean) => Check {
	return (present) => (present ? check : (_value, place, faults) => fault(faults, place, 'is missing'));
}

function optional(check: Check): () => Check {
	return () => (value, place, faults) => {
		if (value !== undefined && value !== null) check(value, place, faults);
	};
}

function listOf(check: Check): Check {
	return (value, place, faults) => {
		if (!Array.isArray(value)) return fault(faults, place, `expected a list, got ${kindOf(value)}`);
		value.forEach((entry, i) => check(entry, `${place}[${i}]`, faults));
	};
}

function pairOf(what: string): Check {
	return (value, place, faults) => {
		if (!Array.isArray(value) || value.length !== 2 || !value.every((entry) => typeof entry === 'string' && entry !== '')) return fault(faults, place, `expected ${what}`);
		if (value[0] === value[1]) fault(faults, place, `names "${value[0]}" twice; expected ${what}`);
	};
}

const text: Check = (value, place, faults) => {
	if (typeof value !== 'string') fault(faults, place, `expected a text, got ${kindOf(value)}`);
};

const id: Check = (value, place, faults) => {
	if (typeof value !== 'string' || value === '') fault(faults, place, `expected an id, which is a text, got ${kindOf(value)}`);
};

const count: Check = (value, place, faults) => number('a whole number, 0 or more', (n) => Number.isSafeInteger(n) && n >= 0)(value, place, faults);

/** A local time says nothing without its distance from UTC. */
const moment: Check = (value, place, faults) => {
	const isMoment = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));
	if (!isMoment) fault(faults, place, `expected a time with its distance from UTC, such as "2027-09-15T09:00+08:00", got ${kindOf(value)}`);
};

function number(what: string, fits: (value: number) => boolean): Check {
	return (value, place, faults) => {
		if (typeof value !== 'number' || !Number.isFinite(value) || !fits(value)) fault(faults, place, `expected ${what}, got ${kindOf(value)}`);
	};
}

function oneOf(...names: string[]): Check {
	return (value, place, faults) => {
		if (!names.includes(value as string)) fault(faults, place, `expected ${names.map((name) => `"${name}"`).join(' or ')}, got ${kindOf(value)}`);
	};
}

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	return typeof value === 'string' ? JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value) : String(value);
}

function join(place: string, name: string): string {
	return place === '' ? name : `${place}.${name}`;
}

export function fault(faults: InputFault[], place: string, reason: string): void {
	if (faults.length < MOST_FAULTS) faults.push({ place: place === '' ? 'input' : place, reason });
}
