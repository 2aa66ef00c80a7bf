import { z } from 'zod';
import type { Language } from '#lib/engines/text/language.ts';
import { TranslationError, type TranslationService } from './translation-service.ts';

export interface LibreTranslateOptions {
	/** The part of the address before `/translate`. */
	url: string;
	trusted: boolean;
	key?: string;
	/** How translations name what made them; absent: "LibreTranslate" and the service's host. */
	engine?: string;
	/** Milliseconds for one text. */
	timeout?: number;
}

const TIMEOUT = 20_000;
/** Milliseconds for which a page waits for the languages, once; and after which a service that did not say them is asked again, with nobody waiting. */
const LANGUAGES_TIMEOUT = 2000;
const ASK_AGAIN = 60_000;
const LARGEST_ANSWER = 256 * 1024;
const LONGEST_TRANSLATION = 20_000;

/** Tags by which services name a language, the likelier first; where not given, its own. */
const NAMED: Partial<Record<Language, readonly string[]>> = { zh: ['zh', 'zh-Hans', 'zh-CN'], fil: ['tl', 'fil'], pt: ['pt', 'pt-PT', 'pt-BR'], ms: ['ms', 'zsm'] };

const answerSchema = z.object({ translatedText: z.string().min(1) });
const languagesSchema = z.array(z.object({ code: z.string(), targets: z.array(z.string()).optional() }));
type Offered = z.infer<typeof languagesSchema>;

/** A service that speaks the API of LibreTranslate: `GET /languages`, `POST /translate`. */
export function libreTranslate(options: LibreTranslateOptions): TranslationService {
	const engine = options.engine ?? `LibreTranslate (${new URL(options.url).host})`;
	const timeout = options.timeout ?? TIMEOUT;
	let languages: Promise<Offered | undefined> | undefined;

	async function request(path: string, milliseconds: number, body?: object): Promise<unknown> {
		const limit = AbortSignal.timeout(milliseconds);
		let response: Response;
		let text: string;
		try {
			response = await fetch(`${options.url}${path}`, {
				...(body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
				signal: limit,
				redirect: 'error',
			});
			text = await limitedText(response);
		} catch (error) {
			if (error instanceof TranslationError) throw error;
			throw new TranslationError(limit.aborted ? `The translation service did not answer within ${milliseconds} ms.` : 'The translation service cannot be reached.', { transient: true, cause: error });
		}
		if (!response.ok) throw new TranslationError(`The translation service answered with status ${response.status}.`, { transient: response.status === 429 || response.status >= 500 });
		return parseJson(text);
	}

	/** What the service offers, asked once; undefined where it does not say. */
	const offered = (): Promise<Offered | undefined> => (languages ??= askLanguages());

	async function askLanguages(): Promise<Offered | undefined> {
		try {
			return languagesSchema.safeParse(await request('/languages', Math.min(timeout, LANGUAGES_TIMEOUT))).data;
		} catch {
			setTimeout(() => void askLanguages().then((answer) => (languages = Promise.resolve(answer))), ASK_AGAIN).unref();
			return undefined;
		}
	}

	async function codes(from: Language, to: Language): Promise<{ source: string; target: string } | undefined> {
		const all = await offered();
		if (!all) return { source: tagsOf(from)[0]!, target: tagsOf(to)[0]! };
		const source = tagsOf(from).flatMap((tag) => all.find(({ code }) => code === tag) ?? [])[0];
		const target = source && tagsOf(to).find((tag) => (source.targets ?? all.map(({ code }) => code)).includes(tag));
		return source && target ? { source: source.code, target } : undefined;
	}

	return {
		engine,
		trusted: options.trusted,
		translates: async (from, to) => from !== to && (await codes(from, to)) !== undefined,
		async translate(text, from, to) {
			const pair = await codes(from, to);
			if (!pair) throw new TranslationError('The service does not translate between these languages.');
			const answer = answerSchema.safeParse(await request('/translate', timeout, { q: text.toWellFormed(), ...pair, format: 'text', ...(options.key ? { api_key: options.key } : {}) }));
			if (!answer.success) throw new TranslationError('The translation service answered something that is no translation.');
			return { text: kept(answer.data.translatedText), engine };
		},
	};
}

const tagsOf = (language: Language): readonly string[] => NAMED[language] ?? [language];

/** Without control characters, which no message has; at most what is stored. */
function kept(text: string): string {
	const clean = text.toWellFormed().normalize('NFC').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ' ').trim();
	if (clean === '') throw new TranslationError('The translation service answered nothing.');
	return [...clean].slice(0, LONGEST_TRANSLATION).join('');
}

function parseJson(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}

async function limitedText(response: Response): Promise<string> {
	const parts: Uint8Array[] = [];
	let bytes = 0;
	for await (const part of response.body ?? []) {
		bytes += part.length;
		if (bytes > LARGEST_ANSWER) throw new TranslationError('The translation service answers too much.');
		parts.push(part);
	}
	return Buffer.concat(parts).toString('utf8');
}
