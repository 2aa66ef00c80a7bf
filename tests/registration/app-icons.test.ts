import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { APP_ICONS } from '#lib/registration/app-icons.ts';

const inStatic = (path: string) => join(import.meta.dirname, '..', '..', 'static', path);
const measured = async (path: string) => {
	const { format, width, height } = await sharp(inStatic(path)).metadata();
	return { format, sizes: `${width}x${height}` };
};

test('the icons that a phone installs the page of the doors with are there, in the sizes that the manifest says', async () => {
	const pixels = APP_ICONS.filter(({ type }) => type === 'image/png');
	expect(pixels.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(['192x192 any', '512x512 any', '512x512 maskable']);
	for (const { src, sizes } of pixels) expect(await measured(src)).toEqual({ format: 'png', sizes });
	expect(APP_ICONS.every(({ src }) => existsSync(inStatic(src)))).toBe(true);
});

test('an icon that is cut to shape has ground to its corners, and one that is not has none there', async () => {
	const corner = async (path: string) => [...(await sharp(inStatic(path)).ensureAlpha().extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer())];
	for (const path of ['icon-maskable-512.png', 'apple-touch-icon.png']) expect(await corner(path)).toEqual([0x0b, 0x5f, 0x4b, 255]);
	expect((await corner('icon-192.png'))[3]).toBe(0);
});

test('phones of Apple find theirs from every page', async () => {
	expect(await readFile(join(import.meta.dirname, '..', '..', 'src', 'app.html'), 'utf8')).toContain('rel="apple-touch-icon" href="%sveltekit.assets%/apple-touch-icon.png"');
	expect(await measured('apple-touch-icon.png')).toEqual({ format: 'png', sizes: '180x180' });
});
