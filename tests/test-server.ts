import pg from 'pg';

/** What the global set-up hands to every test file: a server, and the name of a migrated database to clone. */
export type TestServer = {
	/** As somebody who may create databases. */
	adminUrl: string;
	/** As the application connects. */
	ownerUrl: string;
	template: string;
};

export async function onServer<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}

/** A database like another one, which nobody uses meanwhile. */
export async function copyDatabase(client: pg.Client, template: string, name: string, ownerUrl: string): Promise<void> {
	await client.query(`create database ${name} template ${template} owner ${client.escapeIdentifier(userOf(ownerUrl))}`);
}

/** Where the migrated database stands with the sample network in it, once a test file has asked for that. */
export const sampleTemplateOf = (template: string) => `${template}_sample`;

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
	return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}

export function userOf(url: string): string {
	const user = /^postgres(?:ql)?:\/\/([^:@/]+)/.exec(url)?.[1];
	if (!user) throw new Error('TEST_DATABASE_URL names no user.');
	return decodeURIComponent(user);
}
