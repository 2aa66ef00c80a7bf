/** The moments of a signing that a picture is kept of. */
export const PHOTO_SLOTS = ['signing', 'exchange', 'group'] as const;
export type PhotoSlot = (typeof PHOTO_SLOTS)[number];

/** Proposed until all parties have agreed to be shown to the organisers. */
export type SigningState = 'proposed' | 'agreed';

/** Characters of a signatory's name, and of his title, in one language. */
export const SIGNATORY_MOST = 120;
