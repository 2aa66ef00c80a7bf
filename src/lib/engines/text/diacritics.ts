/**
 * A term without its Latin diacritics, so that "dat man" finds "đất mặn". Marks of other scripts are vowels and tones
 * that a reader never drops, and stay.
 */
export function foldDiacritics(term: string): string {
	if (!/[\u00C0-\u024F\u0300-\u036F\u1E00-\u1EFF]/.test(term)) return term;
	return term
		.normalize('NFD')
		.replace(/[\u0300-\u036F]/g, '')
		.replace(/đ/g, 'd')
		.replace(/Đ/g, 'D')
		.replace(/ø/g, 'o')
		.replace(/ł/g, 'l')
		.normalize('NFC');
}
