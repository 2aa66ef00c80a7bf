import type { TaskState } from '#lib/rooms/vocabulary.ts';

/** What happens to a task of a room. */
export const TASK_EVENTS = ['finish', 'drop', 'reopen'] as const;
export type TaskEvent = (typeof TASK_EVENTS)[number];

/** The state after an event; undefined where it cannot happen. The only place where the states of a task follow one another. */
export function nextTaskState(state: TaskState, event: TaskEvent): TaskState | undefined {
	switch (event) {
		case 'finish':
			return state === 'open' ? 'done' : undefined;
		case 'drop':
			return state === 'open' ? 'dropped' : undefined;
		case 'reopen':
			return state === 'open' ? undefined : 'open';
	}
}
