/** The button that prints, and what opens without a network. */
export const csr = true;
