import sharp from 'sharp';
import { expect, test } from 'vitest';
import { qrCode } from '#lib/server/accounts/second-factor/qr-code.ts';
import { badgeCode, drawSigns, readBadgeCode } from '#lib/server/registration/codes.ts';
import { codeInPicture } from './read-picture.ts';

const SECRET = 'a secret of the tests';
const EVENT = 'an-event';

/** What a camera sees of a badge: its code as printed (see BadgeCard.svelte), turned, on a sheet before a grey hall, a little out of focus and grainy. */
async function seen(qr: { size: number; path: string } | null, { turned, side }: { turned: number; side: number }) {
	const [width, height] = [640, 480];
	const code = qr ? `<svg x="${-side / 2}" y="${-side / 2}" width="${side}" height="${side}" viewBox="0 0 ${qr.size} ${qr.size}"><rect width="${qr.size}" height="${qr.size}" fill="#fff"/><path d="${qr.path}" fill="#222"/></svg>` : '';
	const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#788"/><g transform="translate(300 230) rotate(${turned})"><rect x="-190" y="-200" width="380" height="400" fill="#f4f2ee"/>${code}</g></svg>`;
	const { data } = await sharp(Buffer.from(picture)).blur(0.8).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
	for (let at = 0; at < data.length; at++) if (at % 4 !== 3) data[at] = Math.min(255, Math.max(0, data[at]! + ((at * 7919) % 17) - 8));
	return { width, height, data: new Uint8ClampedArray(data) };
}

test('the code of a badge is read from what a camera sees of it, straight or turned, near or far', async () => {
	for (const [turned, side] of [[0, 300], [4, 260], [-9, 220], [17, 180], [93, 240]] as const) {
		const drawn = drawSigns(8);
		const code = badgeCode(SECRET, EVENT, drawn);
		const read = codeInPicture(await seen(qrCode(code), { turned, side }));
		expect({ turned, read }).toEqual({ turned, read: code });
		expect(readBadgeCode(SECRET, EVENT, read!)).toBe(drawn);
	}
});

test('nothing is read where there is no code', async () => {
	expect(codeInPicture(await seen(null, { turned: 5, side: 200 }))).toBeUndefined();
});
