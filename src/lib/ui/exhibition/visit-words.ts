import * as m from '#lib/paraglide/messages.js';
import type { NextStep, VisitConsent } from '#lib/exhibition/vocabulary.ts';
import type { StandAnswer } from '#lib/exhibition/stand-scans.ts';
import type { Provenance } from '#lib/text/local-text.ts';

/** The words of visits to stands, in the reader's language. */

/** What a visitor reads of the own visit. */
export const CONSENT_STATE_WORDS: Record<VisitConsent, () => string> = {
	waiting: m.exhibition_visit_state_waiting,
	given: m.exhibition_visit_state_given,
	refused: m.exhibition_visit_state_refused,
	withdrawn: m.exhibition_visit_state_withdrawn,
};

export const NEXT_STEP_WORDS: Record<NextStep, () => string> = {
	write: m.exhibition_next_write,
	material: m.exhibition_next_material,
	meet: m.exhibition_next_meet,
	offer: m.exhibition_next_offer,
	none: m.exhibition_next_none,
};

/** What a stand is told of a badge. */
export const SCAN_WORDS: Record<StandAnswer['result'], () => string> = {
	named: m.exhibition_scan_named,
	waiting: m.exhibition_scan_waiting,
	nameless: m.exhibition_scan_nameless,
	unknown: m.exhibition_scan_unknown,
};

export const PROVENANCE_WORDS: Record<Provenance, () => string> = {
	original: m.exhibition_by_owner,
	'human-translation': m.exhibition_by_person,
	'machine-translation': m.exhibition_by_machine,
};
