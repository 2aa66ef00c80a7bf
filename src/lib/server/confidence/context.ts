import { dockingContext, type DockingContext } from '#lib/server/docking/context.ts';
import type { FileStore } from '#lib/server/platform/files.ts';

/** What the use cases of files and NDAs work with. */
export interface ConfidenceContext extends DockingContext {
	files: FileStore;
}

/** The context of a running server. */
export function confidenceContext(mitra: Parameters<typeof dockingContext>[0] & { files: FileStore }): ConfidenceContext {
	return { ...dockingContext(mitra), files: mitra.files };
}
