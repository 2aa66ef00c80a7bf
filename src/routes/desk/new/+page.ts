/** Two choices and a button need no script, and nothing that is chosen before one arrives can be put back by it. */
export const csr = false;
