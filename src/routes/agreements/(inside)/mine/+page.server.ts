import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { organisationsWrittenFor } from '#lib/server/accounts/actor.ts';
import { ownAgreements, reviewsWaiting } from '#lib/server/agreements/list-agreements.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const member = pageMember(event);
	const { db } = event.locals.mitra;
	const [, touchedAt, id] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f-]{36})$/.exec(event.url.searchParams.get('after') ?? '') ?? [];
	const { lines, next } = await ownAgreements(db, member, touchedAt && id && isUuid(id) && !Number.isNaN(Date.parse(touchedAt)) ? { touchedAt, id } : null);
	return { lines, next, waiting: (await reviewsWaiting(db, member)).length, mayBegin: organisationsWrittenFor(member).length > 0 || member.centres.size > 0 };
};
