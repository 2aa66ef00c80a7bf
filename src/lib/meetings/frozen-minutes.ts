/** Meetings that begin within so many minutes stay as they are, unless organisers ask for more or less. */
export const FROZEN_MINUTES = 15;
