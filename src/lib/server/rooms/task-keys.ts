import type { ExtractableKind } from '#lib/server/extraction/extracted-text.ts';
import { taskKey } from '#lib/server/platform/jobs.ts';

/** A version of a file whose text is to be found in its room. */
export interface FileToRead {
	/** The version's id. */
	fileId: string;
	dockingId: string;
	/** Its bytes in the file store. */
	sha256: string;
	kind: ExtractableKind;
}

export const readFileKey = taskKey<FileToRead>('rooms.read-file');
export const remindTasksKey = taskKey<Record<string, never>>('rooms.remind-tasks');
export const keepMeetingsKey = taskKey<Record<string, never>>('rooms.keep-meetings');
export const indexMessagesKey = taskKey<Record<string, never>>('rooms.index-messages');
