import { cleanLine } from '#lib/server/accounts/input.ts';
import { lineOf, wrong } from '#lib/server/events/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { LABEL_MOST, STAND_LEAST, STAND_MOST, type Place } from '#lib/exhibition/floor-plan.ts';

/** A length of a form in metres, as decimetres; a comma is a point too. Errors: invalid_input. */
export function lengthOf(form: FormData, field: string, between: { least: number; most: number }): number {
	const typed = cleanLine(form.get(field)).replace(',', '.');
	if (typed === '') throw wrong(field, 'required');
	const length = Math.round(Number(typed) * 10);
	if (!/^\d{1,4}(\.\d{1,3})?$/.test(typed) || length < between.least || length > between.most) throw misplaced(field, 'length', between.most / 10);
	return length;
}

/** Where a stand is and how large. Errors: invalid_input. */
export function placeOf(form: FormData, hall: { width: number; depth: number }): Place {
	const size = { least: STAND_LEAST, most: STAND_MOST };
	const [width, depth] = [lengthOf(form, 'width', size), lengthOf(form, 'depth', size)];
	const x = lengthOf(form, 'x', { least: 0, most: hall.width });
	const y = lengthOf(form, 'y', { least: 0, most: hall.depth });
	if (x + width > hall.width) throw misplaced('x', 'outside', hall.width / 10);
	if (y + depth > hall.depth) throw misplaced('y', 'outside', hall.depth / 10);
	return { x, y, width, depth };
}

export const labelOf = (form: FormData): string => lineOf(form, 'label', LABEL_MOST, true);

/** What is wrong with a place on the plan. */
export const misplaced = (field: string, code: 'length' | 'outside' | 'covers' | 'label_taken' | 'no_room' | 'stands_there' | 'exhibits' | 'exhibits_already' | 'smaller' | 'visited', limit?: number) =>
	new ExpectedError('invalid_input', 'This does not fit on the plan.', { field, detail: { code, ...(limit === undefined ? {} : { limit }) } });
