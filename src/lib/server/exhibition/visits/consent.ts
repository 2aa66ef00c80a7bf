import type { VisitConsent } from '#lib/exhibition/vocabulary.ts';
import type { StandContact } from '#lib/registration/vocabulary.ts';

const AT_FIRST: Record<StandContact, VisitConsent> = { always: 'given', ask: 'waiting', never: 'refused' };

/**
 * What holds after a stand scanned a badge: of a first visit, and of one that still waits, what the visitor chose for all stands.
 * What the visitor said to this stand stays said, however often it scans.
 */
export const consentAfterScan = (before: VisitConsent | null, chosen: StandContact): VisitConsent => (before === null || before === 'waiting' ? AT_FIRST[chosen] : before);

/** What holds after the visitor said yes or no to one visit. */
export const consentAfterAnswer = (before: VisitConsent, yes: boolean): VisitConsent => (yes ? 'given' : before === 'given' ? 'withdrawn' : before === 'waiting' ? 'refused' : before);
