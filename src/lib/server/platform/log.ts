/** Structured logs: one JSON object a line on stderr in production, one readable line elsewhere. No personal data. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;
type Level = 'info' | 'warn' | 'error';

const personal = /mail|password|secret|token|cookie|phone|address|authorization|^name$|_name$/i;
const mailAddress = /[^\s"'<>(),;:=]+@[^\s"'<>(),;:=]+\.[^\s"'<>(),;:=]+/g;

export const log = {
	info: (event: string, fields: LogFields = {}) => write('info', event, fields),
	warn: (event: string, fields: LogFields = {}) => write('warn', event, fields),
	/** Give the error as it was caught; what may be logged of it is worked out here. */
	error: (event: string, error: unknown, fields: LogFields = {}) =>
		write('error', event, { ...fields, ...describeError(error) }),
};

function write(level: Level, event: string, fields: LogFields): void {
	process.stderr.write(formatLogLine(level, event, fields, new Date(), process.env.NODE_ENV === 'production') + '\n');
}

export function formatLogLine(level: Level, event: string, fields: LogFields, at: Date, asJson: boolean): string {
	const safe: LogFields = {};
	for (const [key, value] of Object.entries(fields)) {
		if (value === undefined) continue;
		safe[key] = personal.test(key) ? '[withheld]' : typeof value === 'string' ? withoutAddresses(value) : value;
	}
	if (asJson) return JSON.stringify({ at: at.toISOString(), level, event, ...safe });
	const rest = Object.entries(safe).map(([key, value]) => `${key}=${value}`);
	return [at.toISOString().slice(11, 19), level, event, ...rest].join(' ');
}

/** The path of a request as it may stand in a log: where a token in it is the right itself, without that. */
export function pathWithoutToken({ url, params }: { url: URL; params: { token?: string | undefined; [name: string]: unknown } }): string {
	return params.token ? url.pathname.replace(params.token, '[withheld]') : url.pathname;
}

/**
 * A failed query carries its parameters in its message, and PostgreSQL puts the offending values into `detail`: of an
 * error only the innermost message, its code and the stack frames are kept.
 */
export function describeError(error: unknown): LogFields {
	let inner: unknown = error;
	for (let depth = 0; depth < 5 && inner instanceof Error && inner.cause !== undefined; depth++) inner = inner.cause;
	if (!isLikeError(inner)) return { message: withoutAddresses(String(inner)).slice(0, 500) };
	const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : undefined;
	const frames = (error instanceof Error ? error.stack : inner.stack)?.split('\n').filter((line) => /^\s+at /.test(line));
	return {
		error: inner.name,
		code,
		message: withoutAddresses(inner.message.replace(/\nparams:[\s\S]*$/, '')).slice(0, 500),
		stack: frames?.slice(0, 8).map((line) => line.trim()).join(' | '),
	};
}

/** The queue tells of some errors by plain copies of them. */
function isLikeError(value: unknown): value is Error {
	return value instanceof Error || (typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string' && 'stack' in value && typeof value.stack === 'string');
}

function withoutAddresses(text: string): string {
	return text.replace(mailAddress, '[withheld]');
}
