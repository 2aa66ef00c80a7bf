/** The closed vocabularies of confidence between the parties of a docking, shared by pages, rules and use cases. */

/** Who opens a file: the side that added it, everybody in the docking, or the others only once the NDA is in force. */
export const FILE_DISCLOSURES = ['own', 'parties', 'confidential'] as const;
export type FileDisclosure = (typeof FILE_DISCLOSURES)[number];

/** Why a version cannot carry the reader's name: the kind of file has no pages, or this file does not let itself be read. */
export const UNMARKABLE = ['kind', 'encrypted', 'broken', 'too-much'] as const;
export type Unmarkable = (typeof UNMARKABLE)[number];

export const NDA_STATES = ['proposed', 'half_signed', 'in_force', 'declined', 'withdrawn', 'ended'] as const;
export type NdaState = (typeof NDA_STATES)[number];

export const NDA_KINDS = ['template', 'uploaded'] as const;
export type NdaKind = (typeof NDA_KINDS)[number];

export const SIGN_METHODS = ['typed', 'drawn', 'scan'] as const;
export type SignMethod = (typeof SIGN_METHODS)[number];

/** Whose law holds: of one side's country, or of the country of whoever a claim is brought against. */
export const NDA_LAWS = ['respondent', 'offering', 'seeking'] as const;
export type NdaLaw = (typeof NDA_LAWS)[number];

export const CONFIDENCE_LIMITS = { remark: 500, words: 1000, name: 120, capacity: 120, purpose: 400, drawing: 20_000, years: 20 } as const;
export const FILES_MOST = 200;
export const VERSIONS_MOST = 50;
export const FILE_BYTES = 25 * 1024 * 1024;

/** The box in which a signature is drawn, in its own units. */
export const DRAWING_BOX = { width: 600, height: 200 } as const;
