/** Whether a table is there in a slot that begins at a moment. One that was taken away while the event ran stays on record with what was held at it. */
export const isTableThere = ({ goneAt }: { goneAt?: Date | null }, startsAt: Date): boolean => !goneAt || startsAt <= goneAt;
