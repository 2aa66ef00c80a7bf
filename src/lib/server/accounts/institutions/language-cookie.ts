/** Keeps, on the way to an institution and back, the language that the site was read in. */
export const LANGUAGE_COOKIE = 'mitra.institution_language';
