import { auditTasks } from './audit/tasks.ts';
import { agreementTasks } from './agreements/tasks.ts';
import { alertTasks } from './alerts/tasks.ts';
import { centresTasks } from './centres/tasks.ts';
import { confidenceTasks } from './confidence/tasks.ts';
import { brokeringTasks } from './brokering/tasks.ts';
import { dockingTasks } from './docking/tasks.ts';
import { eventTasks } from './events/tasks.ts';
import { exhibitionTasks } from './exhibition/tasks.ts';
import { importTasks } from './imports/tasks.ts';
import { directoryTasks } from './directory/tasks.ts';
import { expiryTask } from './listings/tasks.ts';
import { matchAgain, matchingTasks } from './matching/tasks.ts';
import { dataTasks } from './my-data/tasks.ts';
import { meetingTasks } from './meetings/tasks.ts';
import { membershipTasks } from './membership/tasks.ts';
import { scheduleTasks } from './meetings/schedules/tasks.ts';
import { outcomeTasks } from './outcomes/tasks.ts';
import { registrationTasks } from './registration/tasks.ts';
import { roomTasks } from './rooms/tasks.ts';
import { configuration } from './platform/configuration.ts';
import { openFileStore } from './platform/files.ts';
import { filesLetGoTask } from './platform/kept-file.ts';
import { ensureSecret } from './platform/secret.ts';
import type { SearchService } from './search/search-service.ts';
import type { LivingThesaurus } from './thesaurus/living-thesaurus.ts';
import { thesaurusTasks } from './thesaurus/reannotate.ts';
import { termsTasks } from './terms/tasks.ts';
import { tradingTasks } from './trading/tasks.ts';

/** Every task that a server process works on, beside the delivery of mails. */
export function jobTasks(context: Parameters<typeof expiryTask>[0] & { search: SearchService; livingThesaurus: LivingThesaurus }) {
	const files = openFileStore(configuration().dataFolder);
	const thesaurus = async () => context.livingThesaurus.current;
	return [expiryTask(context), filesLetGoTask({ db: context.db, files }), ...agreementTasks(context), ...auditTasks(context, configuration().auditYears), ...importTasks({ ...context, files, thesaurus }), ...matchingTasks(context), ...thesaurusTasks({ ...context, listingsReadAnew: (ids) => matchAgain(context, ids) }), ...brokeringTasks(context), ...centresTasks(context), ...termsTasks(context), ...tradingTasks(context), ...confidenceTasks(context), ...dockingTasks(context), ...eventTasks(context), ...exhibitionTasks(context), ...membershipTasks(context), ...alertTasks({ ...context, secret: () => ensureSecret(configuration().dataFolder) }), ...scheduleTasks(context), ...outcomeTasks({ ...context, secret: () => ensureSecret(configuration().dataFolder) }), ...directoryTasks(context), ...registrationTasks({ ...context, files }), ...roomTasks({ ...context, files }), ...meetingTasks({ ...context, secret: () => ensureSecret(configuration().dataFolder) }), ...dataTasks({ ...context, files, dataFolder: configuration().dataFolder })];
}
