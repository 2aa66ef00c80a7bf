import { expect, test } from 'vitest';
import { daysAfter, reminderDay } from './reminder-day.ts';

test('days are counted across months, years and a leap day', () => {
	expect([daysAfter('2026-11-21', 30), daysAfter('2027-12-31', 1), daysAfter('2028-02-28', 1), daysAfter('2027-03-01', -1)]).toEqual(['2026-12-21', '2028-01-01', '2028-02-29', '2027-02-28']);
});

test('a reminder comes some days before the end, and of a short time not before its middle', () => {
	expect(reminderDay('2026-11-21', '2026-12-21', 7)).toBe('2026-12-14');
	expect(reminderDay('2026-11-21', '2026-11-25', 7)).toBe('2026-11-23');
	expect(reminderDay('2026-11-21', '2026-11-22', 7)).toBe('2026-11-22');
	expect(reminderDay('2026-11-21', '2027-11-21', 30)).toBe('2027-10-22');
});
