import { chordDirected, ribbonArrow } from 'd3-chord';
import type { Flow } from './queries.ts';

export const DIAGRAM_SIZE = 640;
const OUTER = 232;
const THICK = 16;
/** Room for the name of a country outside of its arc. */
const NAMES = 12;

export interface DiagramArc {
	country: string;
	/** Outline of its part of the ring. */
	path: string;
	/** Where its name stands, and at which end of it. */
	x: number;
	y: number;
	anchor: 'start' | 'middle' | 'end';
	offers: number;
	needs: number;
}

export interface DiagramBand {
	from: string;
	to: string;
	count: number;
	path: string;
	/** Between China and a state of ASEAN, within ASEAN, or within one country. */
	kind: 'china' | 'asean' | 'inside';
}

export interface FlowDiagram {
	size: number;
	arcs: DiagramArc[];
	bands: DiagramBand[];
}

/**
 * The ring of countries with a band from each country that offers to each that needs (a directed chord diagram; Krzywinski et
 * al., Circos, 2009). Coordinates have their origin in the middle and one decimal. Null where there is nothing to draw.
 */
export function flowDiagram(flows: readonly Flow[]): FlowDiagram | null {
	const countries = [...new Set(flows.flatMap(({ from, to }) => [from, to]))].sort((a, b) => (a === 'CN' ? -1 : b === 'CN' ? 1 : a < b ? -1 : 1));
	if (countries.length === 0) return null;
	const place = new Map(countries.map((country, at) => [country, at]));
	const matrix = countries.map(() => countries.map(() => 0));
	for (const { from, to, pairs } of flows) matrix[place.get(from)!]![place.get(to)!]! += pairs;
	const layout = chordDirected().padAngle(Math.min(0.06, 1.2 / countries.length)).sortSubgroups((a, b) => b - a)(matrix);
	const band = ribbonArrow<unknown, { source: unknown; target: unknown }, { startAngle: number; endAngle: number }>().radius(OUTER - THICK - 2).headRadius(10);
	return {
		size: DIAGRAM_SIZE,
		arcs: layout.groups.map(({ index, startAngle, endAngle }) => ({ ...arc(startAngle, endAngle), country: countries[index]!, offers: total(matrix[index]!), needs: total(matrix.map((row) => row[index]!)) })),
		bands: layout.map((chord) => {
			const [from, to] = [countries[chord.source.index]!, countries[chord.target.index]!];
			// Without a context the shape is answered as a path.
			const path = String(band(chord as never)).replace(/-?\d+\.\d+(e-\d+)?/g, (number) => String(Math.round(Number(number) * 10) / 10));
			return { from, to, count: matrix[chord.source.index]![chord.target.index]!, path, kind: from === to ? 'inside' : from === 'CN' || to === 'CN' ? 'china' : 'asean' };
		}),
	};
}

const total = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);

/** Angles are clockwise from twelve o'clock, as the layout gives them. */
function arc(start: number, end: number): Pick<DiagramArc, 'path' | 'x' | 'y' | 'anchor'> {
	const point = (angle: number, radius: number) => `${round(radius * Math.sin(angle))} ${round(-radius * Math.cos(angle))}`;
	const large = end - start > Math.PI ? 1 : 0;
	const inner = OUTER - THICK;
	const middle = (start + end) / 2;
	const aside = Math.sin(middle);
	return {
		path: `M${point(start, OUTER)}A${OUTER} ${OUTER} 0 ${large} 1 ${point(end, OUTER)}L${point(end, inner)}A${inner} ${inner} 0 ${large} 0 ${point(start, inner)}Z`,
		x: round((OUTER + NAMES) * Math.sin(middle)),
		y: round(-(OUTER + NAMES) * Math.cos(middle)),
		anchor: Math.abs(aside) < 0.2 ? 'middle' : aside > 0 ? 'start' : 'end',
	};
}

const round = (value: number) => Math.round(value * 10) / 10;

const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The diagram as an SVG file that stands by itself, in the colours of the light and the dark theme. */
export function flowSvg(diagram: FlowDiagram, words: { title: string; country(code: string): string; band(from: string, to: string, count: number): string }): string {
	const half = diagram.size / 2;
	const bands = diagram.bands.map(({ path, kind, from, to, count }) => `<path class="${kind}" d="${path}"><title>${escape(words.band(from, to, count))}</title></path>`);
	const arcs = diagram.arcs.map(({ path, x, y, anchor, country }) => `<path class="arc" d="${path}"/><text x="${x}" y="${y}" text-anchor="${anchor}" dominant-baseline="middle">${escape(words.country(country))}</text>`);
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-half} ${-half} ${diagram.size} ${diagram.size}" role="img"><title>${escape(words.title)}</title><style>.china{fill:#0b6b50;fill-opacity:.55}.asean{fill:#a34a00;fill-opacity:.5}.inside{fill:#6b7671;fill-opacity:.35}.arc{fill:#1b2b25}text{font:14px sans-serif;fill:#1b2b25}@media(prefers-color-scheme:dark){.arc,text{fill:#e6efe9}}</style>${bands.join('')}${arcs.join('')}</svg>\n`;
}
