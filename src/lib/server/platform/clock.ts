/** Where the time comes from. Use cases take it as an argument, so that tests can set it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
