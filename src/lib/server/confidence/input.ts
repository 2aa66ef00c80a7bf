import { CONFIDENCE_LIMITS, DRAWING_BOX, FILE_DISCLOSURES, NDA_LAWS, SIGN_METHODS, type FileDisclosure } from '#lib/confidence/vocabulary.ts';
import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { cleanText } from '#lib/server/listings/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';

export const wrongField = (field: string, code: 'required' | 'too_long' | 'not_allowed', limit?: number) =>
	new ExpectedError('invalid_input', `The field ${field} is wrong: ${code}.`, { field, detail: { code, ...(limit === undefined ? {} : { limit }) } });

function textIn(form: FormData, field: string, limit: number, required: boolean): string {
	const typed = form.get(field);
	const text = cleanText(typeof typed === 'string' ? typed : '').trim();
	if (required && text === '') throw wrongField(field, 'required');
	if ([...text].length > limit) throw wrongField(field, 'too_long', limit);
	return text;
}
const lineIn = (form: FormData, field: string, limit: number, required: boolean) => textIn(form, field, limit, required).replace(/\s+/g, ' ');

function choiceIn<T extends string>(form: FormData, field: string, list: readonly T[]): T {
	const found = list.find((each) => each === form.get(field));
	if (found === undefined) throw wrongField(field, 'not_allowed');
	return found;
}

/** An id out of an address or a form. Errors: not_found. */
export function fileId(text: string): string {
	if (!isUuid(text)) throw new ExpectedError('not_found', 'No such file.');
	return text;
}

export interface FileSettings {
	disclosure: FileDisclosure;
	asItIs: boolean;
}
export const fileSettings = (form: FormData): FileSettings => ({ disclosure: choiceIn(form, 'disclosure', FILE_DISCLOSURES), asItIs: form.get('as_it_is') === 'yes' });
export const remarkIn = (form: FormData): string => lineIn(form, 'remark', CONFIDENCE_LIMITS.remark, false);
export const ndaWords = (form: FormData, required: boolean): string => textIn(form, 'words', CONFIDENCE_LIMITS.words, required);

/** What an agreement is proposed with; a file comes beside it where it is one's own. */
export interface NdaProposal {
	languages: Language[];
	prevailing: Language;
	years: number;
	law: (typeof NDA_LAWS)[number];
	purpose: string;
}

export function ndaProposal(form: FormData): NdaProposal {
	const languages = [...new Set([choiceIn(form, 'first_language', LANGUAGES), choiceIn(form, 'second_language', LANGUAGES)])];
	const prevailing = choiceIn(form, 'prevailing', LANGUAGES);
	if (!languages.includes(prevailing)) throw wrongField('prevailing', 'not_allowed');
	return { languages, prevailing, years: yearsIn(form), law: choiceIn(form, 'law', NDA_LAWS), purpose: lineIn(form, 'purpose', CONFIDENCE_LIMITS.purpose, true) };
}

function yearsIn(form: FormData): number {
	const years = Number(form.get('years'));
	if (!Number.isInteger(years) || years < 1 || years > CONFIDENCE_LIMITS.years) throw wrongField('years', 'not_allowed');
	return years;
}

/** What is said of a paper of one's own: it is in the language that prevails, and whatever others it is in. */
export function ownNdaProposal(form: FormData): { languages: Language[]; prevailing: Language; years: number } {
	const prevailing = choiceIn(form, 'prevailing', LANGUAGES);
	return { languages: [prevailing], prevailing, years: yearsIn(form) };
}

export interface SignatureInput {
	/** The number and hash of the very document that was on the page. */
	number: number;
	documentHash: string;
	called: string;
	capacity: string;
	method: (typeof SIGN_METHODS)[number];
	drawing: string | null;
}

export function signatureInput(form: FormData): SignatureInput {
	const method = choiceIn(form, 'method', SIGN_METHODS);
	const called = lineIn(form, 'signatory', CONFIDENCE_LIMITS.name, true);
	const capacity = lineIn(form, 'capacity', CONFIDENCE_LIMITS.capacity, true);
	if (form.get('read') !== 'yes') throw wrongField('read', 'required');
	if (form.get('authority') !== 'yes') throw wrongField('authority', 'required');
	return { number: Number(form.get('number')) || 0, documentHash: String(form.get('hash') ?? ''), called, capacity, method, drawing: method === 'drawn' ? drawingIn(form) : null };
}

/** Lines of a pen: `M x y L x y ...`, whole numbers within the box. A dot is no signature. */
export function drawingIn(form: FormData): string {
	const typed = String(form.get('drawing') ?? '').trim();
	if (typed === '') throw wrongField('drawing', 'required');
	if (typed.length > CONFIDENCE_LIMITS.drawing) throw wrongField('drawing', 'too_long', CONFIDENCE_LIMITS.drawing);
	if (!/^M \d{1,3} \d{1,3}( [ML] \d{1,3} \d{1,3})*$/.test(typed)) throw wrongField('drawing', 'not_allowed');
	const points = [...typed.matchAll(/([ML]) (\d+) (\d+)/g)].map(([, kind, x, y]) => ({ kind, x: Number(x), y: Number(y) }));
	if (points.some(({ x, y }) => x > DRAWING_BOX.width || y > DRAWING_BOX.height)) throw wrongField('drawing', 'not_allowed');
	if (points.filter(({ kind }) => kind === 'L').length < 8) throw wrongField('drawing', 'required');
	return typed;
}
