/** The moments of a signing that a picture is kept of. */
export const PHOTO_SLOTS = ['signing', 'exchange', 'group'] as const;
export type PhotoSlot = (typeof PHOTO_SLOTS)[number];

/** Proposed until all parties have agreed to be shown to the organisers. */
export type SigningState = 'proposed' | 'agreed';

/** What the parties of an agreement may let a public order of signing show of it; of anything else it never tells. */
export const PUBLIC_FIELDS = ['title', 'parties'] as const;
export type PublicField = (typeof PUBLIC_FIELDS)[number];

/** Characters of a signatory's name, and of his title, in one language. */
export const SIGNATORY_MOST = 120;
