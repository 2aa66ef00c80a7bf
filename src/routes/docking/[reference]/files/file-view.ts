import type { PageData } from './$types';

/** A file as its page shows it. */
export type DockingFileView = PageData['view']['files'][number];
