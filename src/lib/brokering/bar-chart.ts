import type { Language } from '#lib/engines/text/language.ts';
import { numberFormat } from '#lib/text/kept-formats.ts';

export interface BarChart {
	title: string;
	/** The parts of each bar, in the order of `names`. */
	bars: readonly { label: string; parts: readonly number[] }[];
	names: readonly string[];
	language: Language;
}

const WIDTH = 760;
const LABELS = 260;
const ROW = 30;
const TOP = 64;
/** Bars of one picture, the first ones: what lies below is in the table. */
const MOST_BARS = 20;
/** The parts differ in shade and in pattern, so that they can be told apart on any paper. */
const FILLS = ['#0b5f4b', 'url(#stripes)', 'url(#dots)'];

/** Horizontal stacked bars as an SVG picture that stands by itself: it names its parts and writes its figures. */
export function barChart({ title, bars: all, names, language }: BarChart): string {
	const bars = all.slice(0, MOST_BARS);
	const number = numberFormat(language);
	const most = Math.max(1, ...bars.map(({ parts }) => sum(parts)));
	const scale = (WIDTH - LABELS - 60) / most;
	const height = chartHeight(bars.length);
	const rows = bars.map(({ label, parts }, index) => {
		const y = TOP + index * ROW;
		let x = LABELS;
		const rects = parts.map((part, place) => {
			const rect = `<rect x="${x.toFixed(1)}" y="${y}" width="${(part * scale).toFixed(1)}" height="18" fill="${FILLS[place]}"><title>${escaped(`${names[place]}: ${number.format(part)}`)}</title></rect>`;
			x += part * scale;
			return rect;
		});
		const figure = `<text x="${(x + 6).toFixed(1)}" y="${y + 14}" class="soft">${number.format(sum(parts))}</text>`;
		return `<text x="${LABELS - 10}" y="${y + 14}" text-anchor="end">${escaped(shortened(label))}<title>${escaped(label)}</title></text>${rects.join('')}${figure}`;
	});
	const legend = names.map((name, place) => {
		const x = LABELS + place * 165;
		return `<rect x="${x}" y="36" width="14" height="14" fill="${FILLS[place]}"/><text x="${x + 20}" y="48">${escaped(name)}</text>`;
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" xml:lang="${language}" font-family="Noto Sans, Noto Sans SC, Noto Sans Thai, Noto Sans Lao, Noto Sans Khmer, Noto Sans Myanmar, Noto Sans Tamil, sans-serif" font-size="13">
<title>${escaped(title)}</title>
<defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fdeedd"/><rect width="3" height="6" fill="#a34a00"/></pattern>
<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#eceef0"/><circle cx="3" cy="3" r="1.4" fill="#4b5560"/></pattern></defs>
<style>text{fill:#16211d}.soft{fill:#46524c}</style>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="10" y="22" font-size="15" font-weight="600">${escaped(title)}</text>
${legend.join('')}
${rows.join('\n')}
</svg>`;
}

/** How high the picture of so many bars is. */
export const chartHeight = (bars: number): number => TOP + Math.min(bars, MOST_BARS) * ROW + 10;

const sum = (parts: readonly number[]) => parts.reduce((all, part) => all + part, 0);

function shortened(label: string): string {
	const characters = [...label];
	return characters.length > 36 ? `${characters.slice(0, 35).join('')}…` : label;
}

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}
