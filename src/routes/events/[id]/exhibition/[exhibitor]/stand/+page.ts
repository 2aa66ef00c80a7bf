/** The camera, and scans that wait for a network. */
export const csr = true;
