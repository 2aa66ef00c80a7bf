import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Route {
	id: string;
	methods: string[];
	/** Names of form actions; `default` for the one without a name. */
	actions: string[];
}

/** Every route of src/routes, in the order of its folders, with what its files export; one may stand there twice, as a page and as data. */
export function routesOfSource(folder = join(import.meta.dirname, '..', '..', 'src', 'routes'), id = ''): Route[] {
	const entries = readdirSync(folder, { withFileTypes: true });
	const text = (name: string) => (entries.some((entry) => entry.name === name) ? readFileSync(join(folder, name), 'utf8') : '');
	const own: Route[] = [];
	const server = text('+server.ts');
	if (server) own.push({ id: id || '/', methods: [...server.matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)].map((match) => match[1]!), actions: [] });
	if (entries.some(({ name }) => name === '+page.svelte' || name === '+page.server.ts')) {
		const actions = /export const actions[^=]*=\s*\{([\s\S]*?)\n\}/.exec(text('+page.server.ts'))?.[1] ?? '';
		own.push({ id: id || '/', methods: ['GET'], actions: [...actions.matchAll(/^\t['"]?([\w-]+)['"]?(?::|\(|,$)/gm)].map((match) => match[1]!) });
	}
	const below = entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => routesOfSource(join(folder, name), /^\(.*\)$/.test(name) ? id : `${id}/${name}`));
	return [...own, ...below];
}

/** The one route that passes on what is asked of it; what it answers is in the description of the API. */
export const API_ROUTE = '/api/v1/[...path]';
