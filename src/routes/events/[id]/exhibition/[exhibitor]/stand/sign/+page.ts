/** The button that prints. */
export const csr = true;
