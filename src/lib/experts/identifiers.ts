/**
 * An ORCID iD in its own form (0000-0002-1825-0097), from what people type or paste: with or without the address, with other
 * dashes or none. Undefined where it is none: sixteen digits of which the last is the checksum (ISO 7064 MOD 11-2).
 */
export function orcidOf(typed: string): string | undefined {
	const digits = typed
		.trim()
		.replace(/^https?:\/\/(www\.)?orcid\.org\//i, '')
		.replace(/[\s\u002D\u2010-\u2015\u2212]/g, '')
		.toUpperCase();
	if (!/^\d{15}[\dX]$/.test(digits)) return undefined;
	let total = 0;
	for (const digit of digits.slice(0, 15)) total = (total + Number(digit)) * 2;
	const check = (12 - (total % 11)) % 11;
	if (digits[15] !== (check === 10 ? 'X' : String(check))) return undefined;
	return digits.replace(/(.{4})(?=.)/g, '$1-');
}

/** A DOI in lower case without the address around it (ISO 26324: prefix 10.<registrant>, a slash, a suffix); undefined where it is none. */
export function doiOf(typed: string): string | undefined {
	const doi = typed
		.trim()
		.replace(/^(https?:\/\/)?(dx\.)?doi\.org\//i, '')
		.replace(/^doi:\s*/i, '')
		.toLowerCase();
	return /^10\.\d{4,9}(\.\d+)*\/[^\s<>"]+$/.test(doi) && doi.length <= 200 ? doi : undefined;
}
