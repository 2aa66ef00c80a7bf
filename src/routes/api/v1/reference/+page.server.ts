import { apiDocument } from '#lib/server/api/api.ts';
import type { PageServerLoad } from './$types';

interface Operation {
	method: string;
	path: string;
	tag: string;
	summary: string;
	description: string;
	parameters: { name: string; place: string; required: boolean; type: string; description: string }[];
	body: string | null;
	responses: { status: string; description: string; type: string }[];
}

type Json = { [key: string]: Json } & { $ref?: string; type?: string | string[]; enum?: string[]; items?: Json };

/** The document's operations in the order they are written, ready to print. */
export const load: PageServerLoad = () => {
	const document = apiDocument() as unknown as Json;
	const operations: Operation[] = [];
	for (const [path, methods] of Object.entries(document.paths as unknown as Record<string, Record<string, Json>>))
		for (const [method, operation] of Object.entries(methods)) operations.push(describe(method, path, operation));
	const tags = [...new Set(operations.map(({ tag }) => tag))];
	const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, Json>).map(([name, schema]) => ({
		name,
		json: JSON.stringify(schema, null, 2),
	}));
	return { tags, operations, schemas };
};

function describe(method: string, path: string, operation: Json): Operation {
	const text = (value: unknown) => (typeof value === 'string' ? value : '');
	const content = (holder: Json | undefined) => typeName(holder?.content?.['application/json']?.schema);
	const parameters = (operation.parameters ?? []) as unknown as Json[];
	const responses = (operation.responses ?? {}) as unknown as Record<string, Json>;
	return {
		method: method.toUpperCase(),
		path,
		tag: ((operation.tags ?? []) as unknown as string[])[0] ?? '',
		summary: text(operation.summary),
		description: text(operation.description),
		parameters: parameters.map((parameter) => ({
			name: text(parameter.name),
			place: text(parameter.in),
			required: Boolean(parameter.required),
			type: typeName(parameter.schema),
			description: text(parameter.schema?.description) || text(parameter.description),
		})),
		body: operation.requestBody ? content(operation.requestBody) : null,
		responses: Object.entries(responses).map(([status, response]) => ({
			status,
			description: text(response.description),
			type: content(response),
		})),
	};
}

function typeName(schema: Json | undefined): string {
	if (!schema) return '';
	if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? '';
	if (schema.items) return `${typeName(schema.items)}[]`;
	if (Array.isArray(schema.enum)) return schema.enum.join(' | ');
	return [schema.type ?? 'object'].flat().join(' | ');
}
