import type { PageData } from './$types';

/** A room as its page shows it. */
export type RoomView = NonNullable<PageData['view']>;
