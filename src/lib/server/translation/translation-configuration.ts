import { ExpectedError } from '#lib/server/platform/errors.ts';
import { libreTranslate, type LibreTranslateOptions } from './libre-translate.ts';
import type { TranslationService } from './translation-service.ts';

/** MITRA_TRANSLATION_...: absent, messages are not translated by machine. */
export function readTranslationConfiguration(env: Record<string, string | undefined>): LibreTranslateOptions | undefined {
	const url = env.MITRA_TRANSLATION_URL?.trim();
	if (!url) return undefined;
	// The value itself is not repeated: it may hold a password.
	if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) throw wrong('MITRA_TRANSLATION_URL', 'the address of a service that speaks the LibreTranslate API, e.g. http://127.0.0.1:5000');
	const key = env.MITRA_TRANSLATION_KEY?.trim();
	const engine = env.MITRA_TRANSLATION_ENGINE?.trim();
	if (engine && engine.length > 100) throw wrong('MITRA_TRANSLATION_ENGINE', 'a name of at most 100 characters, as it is shown beside translations');
	return { url: url.replace(/\/+$/, '').replace(/\/translate$/, ''), trusted: readYes(env.MITRA_TRANSLATION_CONFIDENTIAL), ...(key ? { key } : {}), ...(engine ? { engine } : {}) };
}

function readYes(value: string | undefined): boolean {
	const text = value?.trim().toLowerCase() ?? '';
	if (text === '' || text === 'no') return false;
	if (text === 'yes') return true;
	throw wrong('MITRA_TRANSLATION_CONFIDENTIAL', '"yes" where confidential text may be sent to the service, else "no"');
}

function wrong(variable: string, expected: string): ExpectedError {
	return new ExpectedError('invalid_input', `The environment variable ${variable}: expected ${expected}.`, { field: variable });
}

let opened: { service: TranslationService | null } | undefined;

/** The service of this process; null where none is configured. */
export function translationService(): TranslationService | null {
	const settings = opened ? undefined : readTranslationConfiguration(process.env);
	return (opened ??= { service: settings ? libreTranslate(settings) : null }).service;
}
