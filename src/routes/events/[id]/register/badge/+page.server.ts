import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { letKeep } from '#lib/server/accounts/own-pages.ts';
import { viewOwnBadge } from '#lib/server/registration/badges.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ view: await viewOwnBadge(registrationContext(event.locals.mitra), pageMember(event), event.params.id, event.locals.language), kept: letKeep(event) });
