import { followNotices, type NoticeFollower } from '#lib/server/platform/database-notices.ts';

export type ChangeFollower = NoticeFollower;

/** Follows the database's notices of changed listings: their ids. */
export function followListingChanges(url: string, handlers: Parameters<typeof followNotices>[2]): Promise<ChangeFollower> {
	return followNotices(url, 'listing_change', handlers);
}
