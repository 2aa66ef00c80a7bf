/**
 * Prints random needs among the real listings of ../shared/data with the three strongest offers, their reasons and texts, so
 * that a person can say which suggestions are reasonable. The same seed prints the same needs.
 *
 *   node bench/look.ts [--needs 50] [--seed 7] [--data ../shared/data] [--titles]
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { MatchableListing } from '../src/lib/engines/matching/types.ts';
import { engineOver } from './eval/sample-matching.ts';
import { openShippedReader, projectFolder } from './eval/shipped-reader.ts';
import { readRealListings } from './real-listings.ts';

const { values } = parseArgs({
	options: {
		needs: { type: 'string', default: '50' },
		seed: { type: 'string', default: '7' },
		data: { type: 'string', default: join(projectFolder, '..', 'shared', 'data') },
		titles: { type: 'boolean', default: false },
	},
});
process.chdir(projectFolder);

const SHOWN = 3;
const listings = readRealListings(resolve(values.data));
const needs = listings.filter(({ kind }) => kind === 'need');
if (needs.length === 0) {
	console.log(`No listings in ${values.data}.`);
	process.exit(0);
}
const byId = new Map(listings.map((listing) => [listing.id, listing]));
const engine = engineOver(listings, await openShippedReader());
let given = 0;
for (const need of chosen(needs, Number(values.needs), Number(values.seed))) {
	console.log(`\n## ${need.id}  ${need.texts.title}`);
	if (!values.titles) console.log(`   ${excerpt(need, 700)}`);
	for (const { id, score, criteria } of engine.counterparts(need, SHOWN)) {
		const offer = byId.get(id)!;
		const topic = criteria.find(({ criterion }) => criterion === 'topic')!;
		const reasons = topic.evidence.map((pair) => `${pair.need.text} = ${pair.offer.text}${pair.link.concept ? ` [${pair.link.concept}]` : ''} ${pair.link.strength.toFixed(2)}`);
		given++;
		console.log(` - ${score.toFixed(3)} topic ${topic.score?.toFixed(3)}  ${id}  ${offer.texts.title}\n     ${reasons.join(' | ')}`);
		if (!values.titles) console.log(`     ${excerpt(offer, 500)}`);
	}
}
console.log(`\n${given} suggestions for ${values.needs} needs, among ${listings.length - needs.length} offers and ${needs.length} needs.`);

function excerpt({ texts }: MatchableListing, length: number): string {
	return (texts.description ?? '').replace(/\s+/g, ' ').slice(0, length);
}

/** Different needs in the order of a linear congruential generator (Numerical Recipes), the same for the same seed. */
function chosen(from: readonly MatchableListing[], count: number, seed: number): MatchableListing[] {
	const taken = new Set<number>();
	let state = seed >>> 0;
	while (taken.size < Math.min(count, from.length)) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		taken.add(Math.floor((state / 2 ** 32) * from.length));
	}
	return [...taken].map((place) => from[place]!);
}
