import { describe, expect, test } from 'vitest';
import { addressOf, readConfiguration } from '#lib/server/platform/configuration.ts';
import { ExpectedError, httpStatusOf } from '#lib/server/platform/errors.ts';
import { describeError, formatLogLine } from '#lib/server/platform/log.ts';

describe('configuration', () => {
	test('nothing set: the defaults, in the folder of the start', () => {
		expect(readConfiguration({}, '/srv/mitra')).toEqual({
			port: 3000,
			host: '127.0.0.1',
			dataFolder: '/srv/mitra/var',
			baseUrl: 'http://127.0.0.1:3000',
			baseUrlIsSet: false,
			production: false,
			auditYears: 10,
		});
	});

	test('what is set is read', () => {
		const read = readConfiguration({
			PORT: '8080',
			HOST: '0.0.0.0',
			MITRA_DATA: '/data/mitra',
			DATABASE_URL: 'postgres://me:pw@db/mitra',
			SMTP_URL: 'smtps://mail.example.org',
			MITRA_BASE_URL: 'https://technology.example.org/',
			NODE_ENV: 'production',
		});
		expect(read).toMatchObject({
			port: 8080,
			dataFolder: '/data/mitra',
			databaseUrl: 'postgres://me:pw@db/mitra',
			baseUrl: 'https://technology.example.org',
			baseUrlIsSet: true,
			production: true,
		});
	});

	test.each([
		['PORT', 'http'],
		['PORT', '0'],
		['MITRA_AUDIT_YEARS', '0.5'],
		['MITRA_SECURITY_CONTACT', 'somebody'],
		['PORT', '65536'],
		['PORT', '3000.5'],
		['HOST', 'http://localhost'],
		['DATABASE_URL', 'mysql://db/mitra'],
		['SMTP_URL', 'mail.example.org'],
		['MITRA_BASE_URL', 'technology.example.org'],
		['MITRA_BASE_URL', 'https://example.org/mitra'],
	])('%s=%s is refused and named', (name, value) => {
		expect(() => readConfiguration({ [name]: value })).toThrow(`The environment variable ${name}`);
	});

	test('a wrong address with a password in it is not repeated', () => {
		expect(() => readConfiguration({ DATABASE_URL: 'mysql://me:sekrit@db' })).toThrow(/^(?!.*sekrit)/);
	});

	test('an address to open: wildcards become this machine, IPv6 gets its brackets', () => {
		expect([addressOf('0.0.0.0', 80), addressOf('::1', 3000)]).toEqual(['http://127.0.0.1:80', 'http://[::1]:3000']);
	});
});

test('expected errors have their HTTP status, all others are 500', () => {
	expect(httpStatusOf(new ExpectedError('too_large', 'x'))).toBe(413);
	expect(httpStatusOf(new TypeError('x'))).toBe(500);
});

describe('log', () => {
	const at = new Date('2026-01-02T03:04:05.678Z');

	test('a line is one JSON object in production', () => {
		const line = formatLogLine('warn', 'web.slow', { ms: 12, path: '/a\nb' }, at, true);
		expect(line).not.toContain('\n');
		expect(JSON.parse(line)).toEqual({ at: at.toISOString(), level: 'warn', event: 'web.slow', ms: 12, path: '/a\nb' });
	});

	test('personal data is withheld, by field name and by look', () => {
		const line = formatLogLine('info', 'x', { email: 'a@b.co', note: 'from lin@example.org', userId: '7' }, at, true);
		expect(line).not.toMatch(/b\.co|lin@/);
		expect(JSON.parse(line).userId).toBe('7');
	});

	test('of a failed query the statement\'s values are not logged', () => {
		const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(a@b.co) exists' });
		const error = new Error('Failed query: insert into person values ($1)\nparams: Somchai', { cause });
		expect(JSON.stringify(describeError(error))).not.toMatch(/Somchai|b\.co/);
		expect(describeError(error)).toMatchObject({ code: '23505', message: 'duplicate key' });
	});

	test('a copy of an error, as the queue tells it, says what the error said', () => {
		const error = Object.assign(new Error('Connection terminated'), { code: '57P01' });
		const described = describeError({ ...error, message: error.message, stack: error.stack, queue: 'letters' });
		expect(described).toMatchObject({ code: '57P01', message: 'Connection terminated' });
		expect(described.stack).toMatch(/^at /);
	});
});
