/** What a key of the API may do, at most: never more than the person whose key it is. */
export const API_SCOPES = ['listings.read', 'listings.write', 'export', 'audit.read'] as const;
export type ApiScope = (typeof API_SCOPES)[number];
