/** The zone of a table, for who counts walks: zones of two rooms are two zones, whatever they are called. */
export const roomZone = (roomId: string, zone: string): string => `${roomId} ${zone}`;
