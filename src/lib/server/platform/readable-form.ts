import { ExpectedError } from './errors.ts';

/**
 * Lets a request's form be read without surprises, wherever that happens: a body that is no form, or breaks off, is the
 * sender's fault and no defect of ours (invalid_input); and no text of it holds U+0000, which PostgreSQL stores nowhere.
 */
export function makeFormReadable(request: Request): void {
	const read = request.formData.bind(request);
	request.formData = async () => {
		// Reading twice would be our own mistake, and stays one.
		if (request.bodyUsed) return read();
		let form: FormData;
		try {
			form = await read();
		} catch (error) {
			if (error instanceof TypeError) throw new ExpectedError('invalid_input', 'The body is no form.', { cause: error });
			throw error;
		}
		return withoutNul(form);
	};
}

function withoutNul(form: FormData): FormData {
	if (![...form].some(([name, value]) => hasNul(name) || (typeof value === 'string' && hasNul(value)))) return form;
	const clean = new FormData();
	for (const [name, value] of form) clean.append(name.replaceAll('\0', ''), typeof value === 'string' ? value.replaceAll('\0', '') : value);
	return clean;
}

const hasNul = (text: string) => text.includes('\0');
