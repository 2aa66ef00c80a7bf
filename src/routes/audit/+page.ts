/** A form that asks, and links: the words of every action would weigh more than all else on the page. */
export const csr = false;
