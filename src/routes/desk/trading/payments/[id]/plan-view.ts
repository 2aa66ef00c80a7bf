import type { PageData } from './$types';

/** A payment plan as its page shows it. */
export type ShownPlan = NonNullable<PageData['view']>;
export type ShownPayment = ShownPlan['payments'][number];
