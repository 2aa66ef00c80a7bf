import type { PageData } from './$types';

/** A trade as its page shows it. */
export type ShownTrade = PageData['view'];
