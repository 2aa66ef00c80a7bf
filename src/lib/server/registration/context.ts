import { eventsContext, type EventsContext } from '#lib/server/events/context.ts';
import { ensureSecret } from '#lib/server/platform/secret.ts';

/** What the use cases of registration work with. */
export interface RegistrationContext extends EventsContext {
	/** Signs the codes of badges. */
	secret: () => Promise<string>;
}

/** The context of a running server. */
export function registrationContext(mitra: Parameters<typeof eventsContext>[0]): RegistrationContext {
	return { ...eventsContext(mitra), secret: () => ensureSecret(mitra.configuration.dataFolder) };
}
