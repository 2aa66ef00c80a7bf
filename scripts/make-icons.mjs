// Makes the icons with which phones install a page of Mitra from the one drawing, static/favicon.svg:
//   node scripts/make-icons.mjs
// Run it after the drawing has changed, and commit what it writes into static/.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = join(import.meta.dirname, '..', 'static');
const drawing = await readFile(join(folder, 'favicon.svg'), 'utf8');

/** The drawing on ground that fills the square: phones cut it to their own shape. What is drawn is made so much smaller. */
function bleeding(scale) {
	const move = 16 * (1 - scale);
	return drawing.replace(/<svg[^>]*>\s*<rect[^>]*fill="(#[0-9a-f]{6})"[^>]*\/>/, (_all, ground) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="${ground}"/><g transform="translate(${move} ${move}) scale(${scale})">`).replace('</svg>', '</g></svg>');
}

/** A maskable icon shows what is within four fifths of it, whatever the shape; iOS rounds the corners a little. */
const ICONS = [
	{ name: 'icon-192.png', size: 192, svg: drawing },
	{ name: 'icon-512.png', size: 512, svg: drawing },
	{ name: 'icon-maskable-512.png', size: 512, svg: bleeding(0.85) },
	{ name: 'apple-touch-icon.png', size: 180, svg: bleeding(1) },
];

for (const { name, size, svg } of ICONS) {
	const png = await sharp(Buffer.from(svg), { density: (72 * size) / 32 }).resize(size, size).png({ compressionLevel: 9, palette: true }).toBuffer();
	await writeFile(join(folder, name), png);
	console.log(`${name}: ${size} px, ${png.length} bytes`);
}
