import * as m from '#lib/paraglide/messages.js';

const GROUPS = {
	account: m.mydata_group_account,
	memberships: m.mydata_group_memberships,
	organisation: m.mydata_group_organisation,
	listings: m.mydata_group_listings,
	brokering: m.mydata_group_brokering,
	searches: m.mydata_group_searches,
	expert: m.mydata_group_expert,
	centres: m.mydata_group_centres,
	docking: m.mydata_group_docking,
	events: m.mydata_group_events,
	thesaurus: m.mydata_group_thesaurus,
	mails: m.mydata_group_mails,
	activity: m.mydata_group_activity,
} as const;

/** The title of a part of a copy in the reader's language. */
export const groupTitle = (group: keyof typeof GROUPS): string => GROUPS[group]();
