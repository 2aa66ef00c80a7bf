import * as m from '#lib/paraglide/messages.js';
import type { FileDisclosure, NdaLaw, NdaState, SignMethod, Unmarkable } from '#lib/confidence/vocabulary.ts';
import type { DockingStand } from '#lib/docking/vocabulary.ts';
import { numberFormat } from '#lib/text/kept-formats.ts';

/** The words of the closed vocabularies of confidence, in the reader's language. */

export const FILE_DISCLOSURE_WORDS: Record<FileDisclosure, () => string> = {
	own: m.confidence_disclosure_own,
	parties: m.confidence_disclosure_parties,
	confidential: m.confidence_disclosure_confidential,
};

/** As a mark on a file. */
export const FILE_DISCLOSURE_MARKS: Record<FileDisclosure, () => string> = {
	own: m.confidence_short_own,
	parties: m.confidence_short_parties,
	confidential: m.confidence_short_confidential,
};

export const FILE_SIDE_WORDS: Record<DockingStand, () => string> = {
	offering: m.confidence_side_offering,
	seeking: m.confidence_side_seeking,
	officers: m.confidence_side_officers,
};

export const UNMARKABLE_WORDS: Record<Unmarkable, () => string> = {
	kind: m.confidence_unmarkable_kind,
	encrypted: m.confidence_unmarkable_encrypted,
	broken: m.confidence_unmarkable_broken,
	'too-much': m.confidence_unmarkable_too_much,
};

export const NDA_STATE_WORDS: Record<NdaState, () => string> = {
	proposed: m.confidence_nda_state_proposed,
	half_signed: m.confidence_nda_state_half_signed,
	in_force: m.confidence_nda_state_in_force,
	declined: m.confidence_nda_state_declined,
	withdrawn: m.confidence_nda_state_withdrawn,
	ended: m.confidence_nda_state_ended,
};

export const SIGN_METHOD_WORDS: Record<SignMethod, () => string> = {
	typed: m.confidence_nda_method_typed,
	drawn: m.confidence_nda_method_drawn,
	scan: m.confidence_nda_method_scan,
};

export const SIGN_CHOICE_WORDS: Record<SignMethod, () => string> = {
	typed: m.confidence_sign_typed,
	drawn: m.confidence_sign_drawn,
	scan: m.confidence_sign_scan,
};

export const NDA_LAW_WORDS: Record<NdaLaw, () => string> = {
	respondent: m.confidence_law_respondent,
	offering: m.confidence_law_offering,
	seeking: m.confidence_law_seeking,
};

/** What was done, by the name of the form's action. */
export const CONFIDENCE_DONE: Record<string, () => string> = {
	add: m.confidence_done_add,
	version: m.confidence_done_version,
	settings: m.confidence_done_settings,
	remove: m.confidence_done_remove,
	propose: m.confidence_done_propose,
	own: m.confidence_done_propose,
	sign: m.confidence_done_sign,
	decline: m.confidence_done_decline,
	withdraw: m.confidence_done_withdraw,
};

export const CONFIDENCE_FAILED: Record<string, () => string> = {
	conflict: m.confidence_failed_conflict,
	forbidden: m.confidence_failed_forbidden,
	not_found: m.confidence_failed_not_found,
	too_large: m.confidence_failed_too_large,
	unsupported_type: m.confidence_failed_unsupported_type,
	unavailable: m.confidence_failed_unavailable,
	invalid_input: m.confidence_failed_empty,
};

/** A size as people say it. */
export function sizeText(bytes: number, reader: string): string {
	const [unit, value] = bytes < 1000 ? (['byte', bytes] as const) : bytes < 1_000_000 ? (['kilobyte', bytes / 1000] as const) : (['megabyte', bytes / 1_000_000] as const);
	return numberFormat(reader, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
