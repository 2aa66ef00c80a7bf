/**
 * Public pages are read, not operated: they come without JavaScript, so that they open at once on an old phone. Pages that
 * gain from it (search as one types, the desk, review) switch it on for themselves.
 */
export const csr = false;
