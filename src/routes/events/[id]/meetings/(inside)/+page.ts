/** The agenda opens without a network. */
export const csr = true;
