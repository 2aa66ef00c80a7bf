import { AsyncLocalStorage } from 'node:async_hooks';
import { getServerAsyncLocalStorage, overwriteServerAsyncLocalStorage } from '#lib/paraglide/runtime.js';
import type { Language } from '#lib/engines/text/language.ts';

/**
 * Does something with the interface language set, as if a reader of it had asked: for letters, whose words come from the
 * same functions as those of pages.
 */
export function inLanguage<Result>(language: Language, work: () => Result): Result {
	if (!getServerAsyncLocalStorage()) overwriteServerAsyncLocalStorage(new AsyncLocalStorage());
	const origin = 'http://localhost';
	return getServerAsyncLocalStorage()!.run({ locale: language, origin, messageCalls: new Set() }, work) as Result;
}
