/** A whole number from 1, of at most nine digits. */
export const match = (value: string): boolean => /^[1-9][0-9]{0,8}$/.test(value);
