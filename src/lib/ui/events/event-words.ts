import * as m from '#lib/paraglide/messages.js';
import type { CopiedPart, EventPhase, OrganiserRole, SessionKind, SpeakerConsent, SpeakerRole, SponsorLevel } from '#lib/events/vocabulary.ts';
import type { Provenance } from '#lib/text/local-text.ts';

export const PHASE_WORDS: Record<EventPhase, () => string> = { draft: m.event_phase_draft, announced: m.event_phase_announced, running: m.event_phase_running, over: m.event_phase_over, cancelled: m.event_phase_cancelled };

export const SESSION_WORDS: Record<SessionKind, () => string> = {
	opening: m.event_session_opening,
	'main-forum': m.event_session_main_forum,
	dialogue: m.event_session_dialogue,
	parallel: m.event_session_parallel,
	signing: m.event_session_signing,
	'field-visit': m.event_session_field_visit,
	exhibition: m.event_session_exhibition,
	b2b: m.event_session_b2b,
	training: m.event_session_training,
	final: m.event_session_final,
	meeting: m.event_session_meeting,
	social: m.event_session_social,
};

export const ORGANISER_WORDS: Record<OrganiserRole, () => string> = { host: m.event_organiser_host, organiser: m.event_organiser_organiser, 'co-organiser': m.event_organiser_co_organiser, supporter: m.event_organiser_supporter };
export const SPEAKER_WORDS: Record<SpeakerRole, () => string> = { speaker: m.event_speaker_speaker, chair: m.event_speaker_chair, panellist: m.event_speaker_panellist, interpreter: m.event_speaker_interpreter };
export const CONSENT_WORDS: Record<SpeakerConsent, () => string> = { asked: m.event_consent_asked, given: m.event_consent_given, refused: m.event_consent_refused };
export const SPONSOR_WORDS: Record<SponsorLevel, () => string> = { main: m.event_sponsor_main, gold: m.event_sponsor_gold, silver: m.event_sponsor_silver, 'in-kind': m.event_sponsor_in_kind };
export const COPIED_WORDS: Record<CopiedPart, () => string> = { form: m.event_copy_form, quotas: m.event_copy_quotas, halls: m.event_copy_halls };

const FAILED: Record<string, () => string> = {
	conflict: m.event_failed_conflict,
	forbidden: m.event_failed_forbidden,
	not_found: m.event_failed_not_found,
	too_large: m.event_failed_too_large,
	unsupported_type: m.event_failed_unsupported_type,
};
/** The sentence for what failed as a whole. */
export const failedWords = (code: string): string => (FAILED[code] ?? m.event_failed_other)();

/** How a text came to be, as who writes it says it. */
export const PROVENANCE_CHOICES: Record<Provenance, () => string> = {
	original: m.event_provenance_original,
	'human-translation': m.event_provenance_human,
	'machine-translation': m.event_provenance_machine,
};
