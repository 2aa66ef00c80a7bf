import { expect, test } from 'vitest';
import { safeHeaders } from '#lib/server/platform/safe-headers.ts';

const headers = (about: Partial<Parameters<typeof safeHeaders>[0]> = {}) => Object.fromEntries(safeHeaders({ isHttps: false, isSignedIn: false, hasPolicy: true, ...about }));

test('a page keeps its own policy; what has none runs nothing', () => {
	expect(headers()['content-security-policy']).toBeUndefined();
	expect(headers({ hasPolicy: false })['content-security-policy']).toMatch(/default-src 'none'.*sandbox.*frame-ancestors 'none'/);
});

test('HTTPS is asked for a year where the site’s address is HTTPS, and never else', () => {
	expect(headers({ isHttps: true })['strict-transport-security']).toBe('max-age=31536000');
	expect(headers()['strict-transport-security']).toBeUndefined();
});

test('what a signed-in person sees stays in no shared cache', () => {
	expect(headers({ isSignedIn: true })['cache-control']).toBe('private, no-store');
	expect(headers()['cache-control']).toBeUndefined();
});

test('the site’s own pages may ask for the camera, which reads badges at the doors of an event; for other features nobody may', () => {
	const policy = headers()['permissions-policy']!.split(', ');
	expect(policy).toContain('camera=(self)');
	expect(policy).toContain('microphone=()');
	expect(policy.filter((each) => each.startsWith('camera'))).toHaveLength(1);
});
