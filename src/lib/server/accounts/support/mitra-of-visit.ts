import type { Mitra } from '#lib/server/mitra.ts';
import { databaseOfVisit } from '#lib/server/platform/visit-scope.ts';

/** The open server as a request that would change something during a visit for support is given it. */
export function mitraOfVisit(mitra: Mitra): Mitra {
	const db = databaseOfVisit(mitra.db);
	return Object.create(mitra, { db: { value: db, enumerable: true }, accounts: { value: { ...mitra.accounts, db }, enumerable: true } }) as Mitra;
}
