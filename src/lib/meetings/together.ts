/** Addresses of the pages on which one asks several to one meeting: whom first, and who else. `base` is that of an event's meetings. */
const query = (fields: readonly (readonly [string, string])[]) => (fields.length > 0 ? `?${new URLSearchParams(fields.map(([name, value]) => [name, value]))}` : '');

/** The form that asks one person, and the others with it. */
export const askingAddress = (base: string, person: string, also: readonly string[]): string => `${base}/people/${person}${query(also.map((id) => ['with', id] as const))}`;

/** The catalogue, in which one more is chosen. */
export const choosingAddress = (base: string, person: string, also: readonly string[]): string => `${base}/people${query([['for', person], ...also.map((id) => ['with', id] as const)])}`;
