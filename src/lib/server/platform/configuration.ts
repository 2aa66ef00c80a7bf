import { resolve } from 'node:path';
import { ExpectedError } from './errors.ts';

/** Everything that a person can set from outside, read and checked once. */
export type Configuration = {
	port: number;
	host: string;
	/** Absolute. Holds the embedded database, the files, the logs and the lock. */
	dataFolder: string;
	/** Your own PostgreSQL; absent: the embedded one. */
	databaseUrl?: string;
	/** smtp:// or smtps://; absent: mails stay in the local outbox. */
	smtpUrl?: string;
	/** Where people reach the site, without a slash at the end; links in mails begin with it. */
	baseUrl: string;
	/** Whether `baseUrl` was set, rather than derived from host and port. */
	baseUrlIsSet: boolean;
	production: boolean;
	/** Years that entries of the audit log stay. */
	auditYears: number;
	/** Whom to tell of a weakness: an e-mail address or an https:// address, as the page /security names it. */
	securityContact?: string;
};

let current: Configuration | undefined;

/** The configuration of this process. */
export function configuration(): Configuration {
	return (current ??= readConfiguration(process.env));
}

export function readConfiguration(env: Record<string, string | undefined>, folder = process.cwd()): Configuration {
	const port = readPort(env.PORT);
	const host = readHost(env.HOST);
	const setBaseUrl = env.MITRA_BASE_URL?.trim() || env.ORIGIN?.trim();
	const databaseUrl = readUrl('DATABASE_URL', env.DATABASE_URL, ['postgres:', 'postgresql:']);
	const smtpUrl = readUrl('SMTP_URL', env.SMTP_URL, ['smtp:', 'smtps:']);
	return {
		port,
		host,
		dataFolder: resolve(folder, env.MITRA_DATA?.trim() || 'var'),
		...(databaseUrl && { databaseUrl }),
		...(smtpUrl && { smtpUrl }),
		baseUrl: setBaseUrl ? readBaseUrl(setBaseUrl) : addressOf(host, port),
		baseUrlIsSet: Boolean(setBaseUrl),
		production: env.NODE_ENV === 'production',
		auditYears: readYears(env.MITRA_AUDIT_YEARS),
		...(env.MITRA_SECURITY_CONTACT?.trim() ? { securityContact: readContact(env.MITRA_SECURITY_CONTACT.trim()) } : {}),
	};
}

/** The address that a browser on this machine can open: a wildcard host is no address. */
export function addressOf(host: string, port: number): string {
	const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
	return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function readPort(text: string | undefined): number {
	if (text === undefined || text.trim() === '') return 3000;
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65535) {
		throw wrong('PORT', text, 'a whole number from 1 to 65535, e.g. PORT=3000');
	}
	return port;
}

function readYears(text: string | undefined): number {
	if (text === undefined || text.trim() === '') return 10;
	const years = Number(text);
	if (!Number.isFinite(years) || years < 1 || years > 100) throw wrong('MITRA_AUDIT_YEARS', text, 'a number of years from 1 to 100, e.g. MITRA_AUDIT_YEARS=10');
	return years;
}

function readContact(text: string): string {
	if (/^[^\s@<>"]+@[^\s@<>"]+$/.test(text) || /^https:\/\/[^\s<>"]+$/.test(text)) return text;
	throw wrong('MITRA_SECURITY_CONTACT', text, 'an e-mail address or an address that begins with https://');
}

function readHost(text: string | undefined): string {
	const host = text?.trim() || '127.0.0.1';
	if (/[\s/]/.test(host) || host.includes('://')) {
		throw wrong('HOST', host, 'a host name or an IP address, e.g. HOST=0.0.0.0 to be reached from other machines');
	}
	return host.replace(/^\[(.*)\]$/, '$1');
}

function readUrl(variable: string, text: string | undefined, protocols: string[]): string | undefined {
	const value = text?.trim();
	if (!value) return undefined;
	const expected = `an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
	// The value itself is not repeated: it may hold a password.
	if (!protocols.some((protocol) => value.startsWith(`${protocol}//`))) throw wrong(variable, undefined, expected);
	return value;
}

function readBaseUrl(text: string): string {
	const expected = 'the address of the site, e.g. https://technology.example.org';
	if (!URL.canParse(text)) throw wrong('MITRA_BASE_URL', text, expected);
	const url = new URL(text);
	if (url.protocol !== 'http:' && url.protocol !== 'https:') throw wrong('MITRA_BASE_URL', text, expected);
	if (url.pathname !== '/' || url.search || url.hash) {
		throw wrong('MITRA_BASE_URL', text, 'an address without a path, e.g. https://technology.example.org');
	}
	return url.origin;
}

function wrong(variable: string, value: string | undefined, expected: string): ExpectedError {
	const got = value === undefined ? '' : ` is "${value.slice(0, 80)}"`;
	return new ExpectedError('invalid_input', `The environment variable ${variable}${got}: expected ${expected}.`, {
		field: variable,
	});
}
