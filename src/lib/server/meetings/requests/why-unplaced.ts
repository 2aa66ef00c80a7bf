import type { RefusedRequest } from '#lib/engines/meetings/types.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { refusedOf } from '../board/facts.ts';
import type { FrameRow } from '../queries.ts';
import { compileInput } from '../schedules/compile-input.ts';
import { loadGround, placedOf } from '../schedules/ground.ts';
import { hostLimitsIn } from '../schedules/host-limits.ts';
import { namesOn, type Names } from '../schedules/view-schedules.ts';

/** Why requests that all have agreed to have no meeting, for one of their people. */
interface WhyUnplaced {
	/** By request, with what would make it possible; nothing of those whom the host keeps apart. */
	reasons: ReadonlyMap<string, RefusedRequest>;
	/** Whose meetings in a day the host limits, not the person: of those whose limit would have to be higher. */
	hostLimits: string[];
	/** The own meetings that would make room, by request. */
	meetings: Record<string, string>;
	names: Names;
}

/**
 * Why some requests have no meeting, as the engine says it of what stands now, in any slot ahead. Of the meetings that would make room
 * only the own ones are told. As the operator.
 */
export async function whyUnplaced(tx: Transaction, { frame, now, own }: { frame: FrameRow; now: Date; own: string }, requests: readonly string[]): Promise<WhyUnplaced | null> {
	if (requests.length === 0) return null;
	const { ground, standing } = await loadGround(tx, frame);
	// Requests that neither stand nor are asked about refuse nothing, and there are many.
	const played = new Set([...requests, ...standing.map(({ requestId }) => requestId)]);
	const input = compileInput({ ...ground, requests: ground.requests.filter(({ id }) => played.has(id)) }, { keepBefore: now });
	const anySlot = { ...input, requests: input.requests.map((request) => ({ ...request, slots: null })) };
	const parties = new Map(ground.requests.map((request) => [request.id, request.parties]));
	const isOwn = (request: string) => parties.get(request)?.includes(own) ?? false;
	const found = refusedOf({ input: anySlot, meetings: [] }, standing.flatMap(placedOf), new Set(requests)).filter(({ reason }) => reason !== 'forbidden');
	const reasons = found.map(({ detail, ...each }) => ({ ...each, detail: { ...detail, remedies: detail.remedies.filter((remedy) => remedy.remedy !== 'drop' || remedy.requests.every(isOwn)) } }));
	const instead = reasons.flatMap(({ detail }) => detail.remedies.flatMap((remedy) => (remedy.remedy === 'drop' ? remedy.requests : [])));
	return {
		reasons: new Map(reasons.map((each) => [each.request, each])),
		hostLimits: hostLimitsIn(ground, reasons),
		meetings: Object.fromEntries(standing.filter(({ requestId }) => instead.includes(requestId)).map(({ requestId, id }) => [requestId, id])),
		names: await namesOn(tx, frame.eventId, [...requests, ...instead], []),
	};
}
