import * as m from '#lib/paraglide/messages.js';

/** The documents that the network's facts come from, as data/network names them. */
const DOCUMENTS: Readonly<Record<string, () => string>> = {
	'CATTC charter (2014)': m.document_charter,
	'OECD TIP case study on CATTC (2020)': m.document_case_study,
	'China-ASEAN STEP newsletter (September 2013)': m.document_newsletter,
	'Report on the 10th Forum (2022)': m.document_forum_10,
	'Report of the 10th Forum on China-ASEAN Technology Transfer and Collaborative Innovation (Nanning, 15 September 2022)': m.document_forum_10,
};

/** A source in the reader's language; one that is not known by name shows as it is written, in English. */
export function documentNames(source: string): string {
	return source
		.split(';')
		.map((each) => each.trim())
		.map((each) => DOCUMENTS[each]?.() ?? each)
		.join('; ');
}
