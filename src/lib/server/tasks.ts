import { expiryTask } from './listings/tasks.ts';

/** Every task that a server process works on, beside the delivery of mails. */
export function jobTasks(context: Parameters<typeof expiryTask>[0]) {
	return [expiryTask(context)];
}
