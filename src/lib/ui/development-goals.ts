import * as m from '#lib/paraglide/messages.js';

/** The seventeen Sustainable Development Goals by their short titles (United Nations, 2015), in order. */
const GOALS = [
	m.sdg_1,
	m.sdg_2,
	m.sdg_3,
	m.sdg_4,
	m.sdg_5,
	m.sdg_6,
	m.sdg_7,
	m.sdg_8,
	m.sdg_9,
	m.sdg_10,
	m.sdg_11,
	m.sdg_12,
	m.sdg_13,
	m.sdg_14,
	m.sdg_15,
	m.sdg_16,
	m.sdg_17,
];

/** A goal's short title by its number, 1 to 17. */
export function goalName(goal: number): string {
	return GOALS[goal - 1]?.() ?? String(goal);
}
