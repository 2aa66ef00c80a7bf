import type { MetPerson } from '#lib/meetings/views.ts';
import type { MeetingPerson } from '../queries.ts';

/** Somebody as the others in a meeting know the person. */
export const metPerson = ({ personId: _person, state: _state, category: _category, ...person }: MeetingPerson): MetPerson => person;
