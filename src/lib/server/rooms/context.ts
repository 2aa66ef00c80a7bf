import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import type { Configuration } from '#lib/server/platform/configuration.ts';
import { translationService } from '#lib/server/translation/translation-configuration.ts';
import type { TranslationService } from '#lib/server/translation/translation-service.ts';

/** What the use cases of negotiation rooms work with. */
export interface RoomsContext extends DockingContext {
	/** Messages are read for search, for marked terms and for word lists. */
	reader: TextReader;
	/** Null: messages are not translated by machine. */
	translation: TranslationService | null;
	/** The address that calendars know as the organiser of meetings: the network's, for a mail names nobody. */
	organiser: string;
}

/** The context of a running server. */
export function roomsContext(mitra: Parameters<typeof dockingContext>[0] & { configuration: Configuration; search: { reader: TextReader } }): RoomsContext {
	return { ...dockingContext(mitra), reader: mitra.search.reader, translation: translationService(), organiser: organiserOf(mitra.configuration) };
}

/** The address that mails come from: the `from` of the mail server's address, else its account. */
export function organiserOf({ smtpUrl, baseUrl }: Pick<Configuration, 'smtpUrl' | 'baseUrl'>): string {
	const server = smtpUrl ? new URL(smtpUrl) : undefined;
	const from = server ? (server.searchParams.get('from') ?? decodeURIComponent(server.username)) : '';
	const address = /<([^<>\s]+)>/.exec(from)?.[1] ?? from;
	return /^[^\s@<>]+@[^\s@<>]+$/.test(address) ? address : `mitra@${new URL(baseUrl).hostname}`;
}
