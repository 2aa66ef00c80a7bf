import * as m from '#lib/paraglide/messages.js';
import type { ProblemWords } from '../field-words.ts';

/** What can be wrong in forms of organisations, centres and networks, beside what can be with any. */
export const membershipProblemWords = {
	email: m.membership_error_email,
	member: m.membership_error_member,
	not_allowed: m.membership_error_not_allowed,
	not_verified: m.membership_error_not_verified,
	other_domain: m.membership_error_other_domain,
	public_mail: m.membership_error_public_mail,
	required: m.membership_error_required,
	too_few: m.membership_error_too_few,
	too_long: m.membership_error_too_long,
	too_many: m.membership_error_too_many,
	unknown_person: m.membership_error_unknown_person,
	url: m.membership_error_url,
} satisfies ProblemWords;
