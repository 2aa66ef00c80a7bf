import { AGREEMENT_HOLDINGS } from './holdings/agreements.ts';
import { CENTRE_HOLDINGS } from './holdings/centres.ts';
import { MEMBERSHIP_HOLDINGS } from './holdings/membership.ts';
import { LISTING_HOLDINGS } from './holdings/listings.ts';
import { PERSON_HOLDINGS } from './holdings/persons.ts';
import { OUTCOME_HOLDINGS } from './holdings/outcomes.ts';
import { EVENT_HOLDINGS } from './holdings/events.ts';
import { MEETING_HOLDINGS } from './holdings/meetings.ts';
import { REGISTRATION_HOLDINGS } from './holdings/registration.ts';
import { EXPERT_HOLDINGS } from './holdings/experts.ts';
import { CONFIDENCE_HOLDINGS } from './holdings/confidence.ts';
import { DOCKING_HOLDINGS } from './holdings/docking.ts';
import { TRADING_HOLDINGS } from './holdings/trading.ts';
import { ROOM_HOLDINGS } from './holdings/rooms.ts';

/** The part of a copy that a file belongs to: a folder of the ZIP, with a title in the reader's language. */
export const HOLDING_GROUPS = ['account', 'memberships', 'organisation', 'listings', 'brokering', 'searches', 'expert', 'centres', 'docking', 'events', 'thesaurus', 'mails', 'activity'] as const;
export type HoldingGroup = (typeof HOLDING_GROUPS)[number];

/**
 * One way in which a table holds something about a person or an organisation: what a copy of their data says of it, and what
 * becomes of it when they are erased. A test walks the tables of the database and fails where one of them is missing here.
 */
export interface Holding {
	table: string;
	/** Holds the id of a person, the mail address of one, or the id of an organisation. */
	column: string;
	/** `row`: the column refers to rows of the holding `of`, which are found first. */
	holder: 'person' | 'address' | 'organisation' | 'row';
	/** For `row`: `table.column` of the holding it belongs to. */
	of?: string;
	exported:
		| {
				/** `group/name`: the file without its ending. */
				as: `${HoldingGroup}/${string}`;
				/** Only these columns: where the row as a whole is somebody else's. */
				only?: readonly string[];
				/** Never these: secrets, and what is computed. */
				without?: readonly string[];
		  }
		| { not: 'secret' | 'computed' | 'others' };
	/**
	 * `with-it`: deleted by the database together with the person, the organisation or the row. `name-taken-off`: the row stays
	 * without them. `deleted`, `pseudonym`: done by the erasure, for columns without a foreign key. `kept`: stays, and why.
	 */
	erased: 'with-it' | 'name-taken-off' | 'deleted' | 'pseudonym' | { kept: 'audit' | 'merged' };
	/** A column of rows that stay, in which the person is called by name: a pseudonym takes its place. */
	called?: string;
}

export const HOLDINGS: readonly Holding[] = [...PERSON_HOLDINGS, ...MEMBERSHIP_HOLDINGS, ...LISTING_HOLDINGS, ...EXPERT_HOLDINGS, ...CENTRE_HOLDINGS, ...DOCKING_HOLDINGS, ...CONFIDENCE_HOLDINGS, ...TRADING_HOLDINGS, ...ROOM_HOLDINGS, ...AGREEMENT_HOLDINGS, ...OUTCOME_HOLDINGS, ...EVENT_HOLDINGS, ...REGISTRATION_HOLDINGS, ...MEETING_HOLDINGS];

export const holdingKey = ({ table, column }: Pick<Holding, 'table' | 'column'>) => `${table}.${column}`;

/** Whose data a copy is of. */
export type Subject = { kind: 'person'; userId: string; email: string } | { kind: 'organisation'; organisationId: string };

/** The holdings that a copy for one kind of subject is made of, those of rows after what they belong to. */
export function holdingsOf(kind: Subject['kind']): Holding[] {
	const direct = HOLDINGS.filter(({ holder }) => (kind === 'person' ? holder === 'person' || holder === 'address' : holder === 'organisation'));
	const known = new Set(direct.map(holdingKey));
	const all = [...direct];
	for (let before = -1; before < all.length; ) {
		before = all.length;
		for (const holding of HOLDINGS)
			if (holding.holder === 'row' && holding.of && known.has(holding.of) && !known.has(holdingKey(holding))) {
				known.add(holdingKey(holding));
				all.push(holding);
			}
	}
	return all;
}
