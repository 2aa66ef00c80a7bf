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

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
	return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}

export function userOf(url: string): string {
	const user = /^postgres(?:ql)?:\/\/([^:@/]+)/.exec(url)?.[1];
	if (!user) throw new Error('TEST_DATABASE_URL names no user.');
	return decodeURIComponent(user);
}
