import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import { viewDoor } from '#lib/server/registration/door/view-door.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const member = pageMember(event);
	return { view: await viewDoor(registrationContext(event.locals.mitra), member, event.params.id), own: member.userId };
};
