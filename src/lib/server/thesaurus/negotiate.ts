/**
 * The media type that a client likes best among those offered (RFC 9110, section 12.5.1): by quality, then by how exactly it
 * was named, then by the order of the offer. Undefined where none is acceptable. No header accepts anything.
 */
export function preferredType<T extends string>(accept: string | null, offered: readonly T[]): T | undefined {
	const ranges = (accept?.trim() || '*/*').split(',').map(readRange);
	let best: { type: T; quality: number; exactness: number } | undefined;
	for (const type of offered) {
		const fitting = ranges.filter((range) => range.name === type || range.name === '*/*' || range.name === `${type.split('/')[0]}/*`);
		const nearest = fitting.sort((a, b) => exactness(b.name) - exactness(a.name))[0];
		if (!nearest || nearest.quality === 0) continue;
		const found = { type, quality: nearest.quality, exactness: exactness(nearest.name) };
		if (!best || found.quality > best.quality || (found.quality === best.quality && found.exactness > best.exactness)) best = found;
	}
	return best?.type;
}

function readRange(text: string): { name: string; quality: number } {
	const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
	const written = parameters.find((part) => part.startsWith('q='))?.slice(2);
	const quality = written === undefined ? 1 : Number(written);
	return { name, quality: quality >= 0 && quality <= 1 ? quality : 1 };
}

const exactness = (name: string) => (name === '*/*' ? 0 : name.endsWith('/*') ? 1 : 2);
