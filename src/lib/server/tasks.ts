import { join } from 'node:path';
import { importTasks } from './imports/tasks.ts';
import { expiryTask } from './listings/tasks.ts';
import { configuration } from './platform/configuration.ts';
import { openFileStore } from './platform/files.ts';
import { readThesaurus } from './thesaurus/read-thesaurus.ts';

/** Every task that a server process works on, beside the delivery of mails. */
export function jobTasks(context: Parameters<typeof expiryTask>[0]) {
	const files = openFileStore(configuration().dataFolder);
	const thesaurus = () => readThesaurus(join(process.cwd(), 'data', 'thesaurus'));
	return [expiryTask(context), ...importTasks({ ...context, files, thesaurus })];
}
