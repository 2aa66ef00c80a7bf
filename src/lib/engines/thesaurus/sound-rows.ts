import type { ConceptRow } from './thesaurus.ts';

/** A link that could not stand, and why. */
export interface DroppedLink {
	concept: string;
	target: string;
	why: 'unknown' | 'self' | 'cycle';
}

const words = (cell: string) => cell.split(/\s+/).filter((word) => word !== '');

/**
 * Rows whose links are sound, whatever two editors or a release and an edit made together: links to a retired concept lead to
 * what replaced it, links to nothing are left out, and a cycle of broader concepts is cut at its last link in reading order.
 * The same rows come back where nothing was wrong.
 */
export function soundRows(rows: readonly ConceptRow[]): { rows: ConceptRow[]; dropped: DroppedLink[] } {
	const byId = new Map(rows.map((row) => [row.concept, row]));
	const dropped: DroppedLink[] = [];
	const sound = rows.map((row) => {
		const broader = row.retired ? '' : linksOf(row, words(row.broader), byId, dropped).join(' ');
		const related = row.retired ? '' : linksOf(row, words(row.related), byId, []).join(' ');
		return broader === row.broader && related === row.related ? row : { ...row, broader, related };
	});
	return { rows: withoutCycles(sound, dropped), dropped };
}

/** The active concept that stands for an id now: itself, or the end of its replacements; undefined where there is none. */
export function standingFor(id: string, byId: ReadonlyMap<string, Pick<ConceptRow, 'retired' | 'replacedBy'>>): string | undefined {
	const seen = new Set<string>();
	for (let at: string | undefined = id; at !== undefined && !seen.has(at); ) {
		const row = byId.get(at);
		if (!row) return undefined;
		if (!row.retired) return at;
		seen.add(at);
		at = row.replacedBy || undefined;
	}
	return undefined;
}

function linksOf(row: ConceptRow, targets: string[], byId: ReadonlyMap<string, ConceptRow>, dropped: DroppedLink[]): string[] {
	const kept: string[] = [];
	for (const target of targets) {
		const standing = standingFor(target, byId);
		if (standing === undefined) dropped.push({ concept: row.concept, target, why: 'unknown' });
		else if (standing === row.concept) dropped.push({ concept: row.concept, target, why: 'self' });
		else if (!kept.includes(standing)) kept.push(standing);
	}
	return kept;
}

/** Depth-first (Tarjan 1972): an edge that leads back to a concept still open closes a cycle, and goes. */
function withoutCycles(rows: ConceptRow[], dropped: DroppedLink[]): ConceptRow[] {
	const broader = new Map(rows.map((row) => [row.concept, words(row.broader)]));
	const state = new Map<string, 'open' | 'done'>();
	for (const { concept } of rows) {
		if (state.has(concept)) continue;
		const path: { id: string; next: number }[] = [{ id: concept, next: 0 }];
		state.set(concept, 'open');
		while (path.length > 0) {
			const top = path.at(-1)!;
			const above = broader.get(top.id)!;
			const target = above[top.next];
			if (target === undefined) {
				state.set(top.id, 'done');
				path.pop();
			} else if (state.get(target) === 'open') {
				above.splice(top.next, 1);
				dropped.push({ concept: top.id, target, why: 'cycle' });
			} else {
				top.next++;
				if (state.has(target)) continue;
				state.set(target, 'open');
				path.push({ id: target, next: 0 });
			}
		}
	}
	return rows.map((row) => {
		const now = broader.get(row.concept)!.join(' ');
		return now === words(row.broader).join(' ') ? row : { ...row, broader: now };
	});
}
