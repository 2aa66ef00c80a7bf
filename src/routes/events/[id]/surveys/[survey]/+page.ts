/** What is asked depends on the answers: with scripts at once, without them when the form is sent. */
export const csr = true;
