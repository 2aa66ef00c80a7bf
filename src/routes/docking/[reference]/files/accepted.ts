/** What the choice of a file offers first; the server judges by the bytes. */
export const ACCEPTED = '.pdf,.png,.jpg,.jpeg,.webp,.docx,.xlsx,.csv';
