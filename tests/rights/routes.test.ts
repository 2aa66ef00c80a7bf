import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiDocument } from '#lib/server/api/api.ts';
import { API_ROUTE, routesOfSource } from './routes-of-source.ts';

const document = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'routes.md'), 'utf8');
const TO_DO = 'docs/routes.md is older than the routes. Run MITRA_UPDATE=1 npm test browser -- routes, and read what changed';

/** What they answer is asked by tests/browser/routes.spec.ts, a quarter of an hour later. */
test('the table of routes has each route, form action and operation of the API, and none that is gone', () => {
	const written = [...document.matchAll(/^\| (\/\S*) \| ([A-Z]+(?: \S+)?) \|/gm)].map(([, path, method]) => `${path} ${method}`);
	const forms = routesOfSource()
		.filter(({ id }) => id !== API_ROUTE)
		.flatMap(({ id, methods, actions }) => [...methods.map((method) => `${id} ${method}`), ...actions.map((action) => `${id} POST ${action}`)]);
	const operations = Object.entries(apiDocument().paths ?? {}).flatMap(([path, item]) =>
		Object.keys(item ?? {}).filter((key) => /^(get|post|put|patch|delete)$/.test(key)).map((method) => `${path} ${method.toUpperCase()}`),
	);
	expect(forms.length, 'Routes must be found for this test to mean anything.').toBeGreaterThan(300);
	expect(operations.length, 'So must operations.').toBeGreaterThan(10);
	const there = new Set([...forms, ...operations]);
	expect([...there].filter((each) => !written.includes(each)), TO_DO).toEqual([]);
	expect(written.filter((each) => !there.has(each)), TO_DO).toEqual([]);
});
