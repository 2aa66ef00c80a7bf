/** Days between the wish to be erased and the erasure; it can be taken back until then. */
export const WAITING_DAYS = 14;
/** Days before the erasure on which a second letter leaves. */
export const REMINDER_DAYS = 3;
/** Days that a copy can be fetched. */
export const COPY_DAYS = 7;
/** Copies of the same data that one person may ask for in a day. */
export const COPIES_A_DAY = 5;

export const COPY_STATES = ['waiting', 'running', 'ready', 'failed', 'expired'] as const;
export type CopyState = (typeof COPY_STATES)[number];

/** What the network keeps of something that was taken out. */
export interface WithdrawnRecord {
	kind: 'offer' | 'need' | 'organisation';
	reference: number | null;
	slug: string | null;
	titles: { language: string; text: string }[];
	areas: string[];
	country: string;
	enteredOn: string;
	withdrawnOn: string;
	reason: 'withdrawn' | 'erased';
	isSample: boolean;
}
