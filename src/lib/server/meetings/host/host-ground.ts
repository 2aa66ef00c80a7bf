import { roomZone } from '#lib/meetings/zones.ts';
import type { HostPriority } from '#lib/meetings/vocabulary.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { forbiddenPairsOf, inOrder, prioritiesOf, softWishesOf, type SoftWishRow } from './queries.ts';
import type { SoftWish } from './soft-wish.ts';

/** What the host wants of an event's meetings, as the making of schedules takes it. */
interface HostGround {
	forbidden: [string, string][];
	wishes: SoftWish[];
	/** The highest of what the request, each of its people, and any two of them together have. */
	priorityOf(request: { parties: readonly string[]; hostPriority: number }): HostPriority;
}

/** Loads it; inside `asActor`, of an organiser or the operator. */
export async function loadHostGround(tx: Executor, eventId: string): Promise<HostGround> {
	const [priorities, forbidden, wishes] = [await prioritiesOf(tx, eventId), await forbiddenPairsOf(tx, eventId), await softWishesOf(tx, eventId)];
	const given = new Map(priorities.map(({ registrationId, otherRegistrationId, priority }) => [otherRegistrationId === null ? registrationId : `${registrationId} ${otherRegistrationId}`, priority]));
	return {
		forbidden: forbidden.map(({ registrationId, otherRegistrationId }) => [registrationId, otherRegistrationId]),
		wishes: wishes.map(softWish),
		priorityOf: ({ parties, hostPriority }) => Math.max(hostPriority, ...parties.map((id) => given.get(id) ?? 0), ...parties.flatMap((one, i) => parties.slice(i + 1).map((other) => given.get(inOrder(one, other).join(' ')) ?? 0))) as HostPriority,
	};
}

/** A row as what it says; the database has seen to it that nothing of it is missing. */
export function softWish({ id, kind, registrationId, dayId, half, tableId, roomId, zone, organisationId, otherOrganisationId }: SoftWishRow): SoftWish {
	switch (kind) {
		case 'time':
			return { id, kind, personId: registrationId!, dayId, half };
		case 'place':
			return { id, kind, personId: registrationId!, at: tableId ? { table: tableId } : { zone: roomZone(roomId!, zone ?? '') } };
		case 'together':
			return { id, kind, organisations: [organisationId!, otherOrganisationId!] };
	}
}
