/** Characters of what an exhibitor says of itself in one language. */
export const ABOUT_MOST = 2000;
/** Listings that one exhibitor shows. */
export const LISTINGS_MOST = 20;
/** Characters of what a listing is called at a stand, and of what is said of it there, in one language. */
export const SHOWN_TITLE_MOST = 256;
export const SHOWN_WORDS_MOST = 1000;

/** Of one event. */
export const EXHIBITORS_MOST = 600;

/** What became of an application for a stand. */
export const APPLICATION_STATES = ['waiting', 'admitted', 'declined', 'withdrawn'] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];

export const APPLICATION_LIMITS = {
	/** Square metres of a stand that is wished for. */
	size: 1000,
	/** Characters of a remark to the organisers, and of a reason to decline. */
	remark: 1000,
	/** Characters of what the call says in one language. */
	call: 2000,
	/** Characters of a pasted list of organisations and stands. */
	rows: 100_000,
} as const;

/** What a visitor has said to a visit: whether the exhibitor sees who it was. */
export const VISIT_CONSENTS = ['waiting', 'given', 'refused', 'withdrawn'] as const;
export type VisitConsent = (typeof VISIT_CONSENTS)[number];

/** What comes next with a visitor, as the exhibitor notes it. */
export const NEXT_STEPS = ['write', 'material', 'meet', 'offer', 'none'] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** Characters of what an exhibitor writes about one visit. */
export const VISIT_NOTE_MOST = 2000;
