import sharp, { type Sharp } from 'sharp';
import { MARK_LIMITS, markLine, type Mark, type MarkableType, type MarkAnswer } from './mark.ts';
import { outlineText, type Outline } from './outline-text.ts';

/**
 * A picture with the mark drawn across it again and again, and once along its lower edge. What cameras write into pictures
 * (place, device) is not carried over. The picture keeps its format.
 */
export async function markImage(bytes: Uint8Array, mediaType: Exclude<MarkableType, 'application/pdf'>, mark: Mark): Promise<MarkAnswer> {
	try {
		const upright = await sharp(bytes, { limitInputPixels: MARK_LIMITS.pixels, failOn: 'error' }).autoOrient().toBuffer({ resolveWithObject: true });
		const { width, height } = upright.info;
		const marked = sharp(upright.data, { limitInputPixels: MARK_LIMITS.pixels }).composite([{ input: Buffer.from(overlay(outlineText(markLine(mark)), width, height)) }]);
		return { bytes: new Uint8Array(await inFormat(marked, mediaType).toBuffer()) };
	} catch (error) {
		return { failure: error instanceof Error && /pixel limit|exceeds/i.test(error.message) ? 'too-much' : 'broken' };
	}
}

function inFormat(picture: Sharp, mediaType: Exclude<MarkableType, 'application/pdf'>): Sharp {
	switch (mediaType) {
		case 'image/png':
			return picture.png();
		case 'image/jpeg':
			return picture.jpeg({ quality: 88 });
		case 'image/webp':
			return picture.webp({ quality: 88 });
	}
}

/** Light with a dark shadow, so that it is seen on any ground; slanted, so that no straight cut takes it away. */
function overlay(line: Outline, width: number, height: number): string {
	const path = pathOf(line);
	const scale = (value: number) => (value / 1000).toFixed(5);
	const diagonal = Math.hypot(width, height);
	const size = Math.max(7, Math.min(diagonal / 45, (diagonal * 0.7 * 1000) / line.width));
	const [stepX, stepY] = [(line.width / 1000) * size + 3 * size, 5 * size];
	const places: string[] = [];
	for (let row = 0, y = -diagonal; y < diagonal; row++, y += stepY)
		for (let x = -diagonal + (row % 2) * (stepX / 2); x < diagonal; x += stepX) places.push(`<use href="#f" transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale(size)} -${scale(size)})"/>`);
	const foot = Math.min(Math.max(6, height / 40), (width * 0.96 * 1000) / line.width);
	const drawn = (clear: number) => `<use href="#m" x="45" y="-45" fill="#000" stroke="#000" opacity="${clear * 0.8}"/><use href="#m" fill="#fff" stroke="#fff" opacity="${clear}"/>`;
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
		<defs><path id="m" d="${path}" stroke-width="34"/><g id="f">${drawn(0.42)}</g></defs>
		<g transform="translate(${width / 2} ${height / 2}) rotate(-30)">${places.join('')}</g>
		<g transform="translate(${width * 0.02} ${height - foot * 0.6}) scale(${scale(foot)} -${scale(foot)})">${drawn(0.95)}</g>
	</svg>`;
}

function pathOf({ strokes }: Outline): string {
	const n = (value: number) => String(Math.round(value * 10) / 10);
	return strokes
		.map((stroke) => {
			if (stroke.to === 'close') return 'Z';
			if (stroke.to === 'curve') return `C${n(stroke.x1)} ${n(stroke.y1)} ${n(stroke.x2)} ${n(stroke.y2)} ${n(stroke.x)} ${n(stroke.y)}`;
			return `${stroke.to === 'move' ? 'M' : 'L'}${n(stroke.x)} ${n(stroke.y)}`;
		})
		.join('');
}
