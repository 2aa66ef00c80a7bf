import { describe, expect, test } from 'vitest';
import { isExpectedError } from './errors.ts';
import { makeFormReadable } from './readable-form.ts';

function posted(body: string, type: string): Request {
	const request = new Request('http://mitra.example/', { method: 'POST', body, headers: { 'content-type': type } });
	makeFormReadable(request);
	return request;
}

const multipart = (name: string, value: string) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--x--\r\n`;

describe('a posted form', () => {
	test('is read as it was written', async () => {
		const form = await posted(multipart('title', ' ນ້ຳ <b>\r\n'), 'multipart/form-data; boundary=x').formData();
		expect([...form]).toEqual([['title', ' ນ້ຳ <b>\r\n']]);
	});

	test.each([
		['a part without a head', '--x\r\nbroken', 'multipart/form-data; boundary=x'],
		['no last boundary', multipart('a', 'b').slice(0, -10), 'multipart/form-data; boundary=x'],
		['no boundary named', multipart('a', 'b'), 'multipart/form-data'],
		['another type', '{}', 'application/json'],
	])('is refused as wrong input where it is broken: %s', async (_name, body, type) => {
		const refused: unknown = await posted(body, type).formData().catch((error: unknown) => error);
		expect(isExpectedError(refused, 'invalid_input')).toBe(true);
	});

	test('loses U+0000 and nothing else', async () => {
		const form = await posted('email=a%00b%0A&tok%00en=%00&c=d', 'application/x-www-form-urlencoded').formData();
		expect([...form]).toEqual([['email', 'ab\n'], ['token', ''], ['c', 'd']]);
	});

	test('keeps its files, byte for byte', async () => {
		const form = new FormData();
		form.append('a', '\0');
		form.append('file', new File([new Uint8Array([0, 1, 0])], 'a.png'));
		const request = new Request('http://mitra.example/', { method: 'POST', body: form });
		makeFormReadable(request);
		const file = (await request.formData()).get('file');
		expect(file instanceof File && [...new Uint8Array(await file.arrayBuffer())]).toEqual([0, 1, 0]);
	});

	test('read twice is our own mistake', async () => {
		const request = posted('a=b', 'application/x-www-form-urlencoded');
		await request.formData();
		const refused: unknown = await request.formData().catch((error: unknown) => error);
		expect(isExpectedError(refused)).toBe(false);
		expect(refused).toBeInstanceOf(TypeError);
	});
});
