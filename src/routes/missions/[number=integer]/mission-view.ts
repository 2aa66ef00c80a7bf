import type { PageData } from './$types';

/** A request as its page shows it. */
export type MissionView = NonNullable<PageData['view']>;
