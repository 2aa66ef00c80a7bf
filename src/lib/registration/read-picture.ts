import { decodeQR } from 'qr/decode.js';

/** The code in a picture of a camera, as pixels in red, green, blue and opacity; undefined where there is none to read. */
export function codeInPicture(picture: { width: number; height: number; data: Uint8Array | Uint8ClampedArray }): string | undefined {
	try {
		return decodeQR(picture);
	} catch {
		return undefined;
	}
}
