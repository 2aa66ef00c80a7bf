import { encode } from 'uqr';

/** A text as a QR code: the path of its dark squares, in a square of `size` units with the quiet margin that readers need. */
export function qrCode(text: string): { size: number; path: string } {
	const { data, size } = encode(text, { ecc: 'M', border: 4 });
	const parts: string[] = [];
	data.forEach((row, y) => {
		for (let x = 0; x < row.length; x++) {
			if (!row[x]) continue;
			const from = x;
			while (x + 1 < row.length && row[x + 1]) x++;
			parts.push(`M${from} ${y}h${x - from + 1}v1H${from}z`);
		}
	});
	return { size, path: parts.join('') };
}
