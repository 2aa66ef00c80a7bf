/** Characters of what an exhibitor says of itself in one language. */
export const ABOUT_MOST = 2000;
/** Listings that one exhibitor shows. */
export const LISTINGS_MOST = 20;
