/**
 * What of all that a document has fetched the page of a door keeps, so that it opens without a network: scripts, styles and fonts,
 * which are the same for everybody. The data of pages that were seen before name people, and stay nowhere.
 */
export const partsOfPage = (fetched: readonly string[], origin: string): string[] => [...new Set(fetched.filter((each) => each.startsWith(`${origin}/_app/`)))];
