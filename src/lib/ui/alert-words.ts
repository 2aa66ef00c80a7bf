import * as m from '#lib/paraglide/messages.js';
import type { Rhythm } from '#lib/alerts/vocabulary.ts';

/** How often somebody is told, in words. */
export const RHYTHM_WORDS: Record<Rhythm, () => string> = {
	immediate: m.alerts_rhythm_immediate,
	daily: m.alerts_rhythm_daily,
	weekly: m.alerts_rhythm_weekly,
	none: m.alerts_rhythm_none,
};
