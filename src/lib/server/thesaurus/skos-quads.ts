import { DataFactory, type NamedNode, type Quad, type Quad_Object } from 'n3';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { LABEL_LANGUAGES, type Concept } from '#lib/engines/thesaurus/types.ts';

const { namedNode, literal, quad } = DataFactory;

export const PREFIXES = {
	skos: 'http://www.w3.org/2004/02/skos/core#',
	dct: 'http://purl.org/dc/terms/',
	rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
	rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
	owl: 'http://www.w3.org/2002/07/owl#',
	xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

/** IPC subclasses as the European Patent Office publishes them, and the goals as the United Nations do. */
const IPC_ADDRESS = 'http://data.epo.org/linked-data/def/ipc/';
const GOAL_ADDRESS = 'http://metadata.un.org/sdg/';

const LICENCE = 'https://www.apache.org/licenses/LICENSE-2.0';
const TITLES = { en: 'Mitra thesaurus of technology transfer', zh: 'Mitra 技术转移多语词表' };

/** The addresses of a published scheme; `base` is the site's own, without a slash at the end. */
export const schemeAddress = (base: string) => `${base}/concepts`;
export const conceptAddress = (base: string, id: string) => `${base}/concepts/${id}`;
export const reviewedLanguageAddress = (base: string) => `${base}/concepts#reviewedLanguage`;

const skos = (name: string) => namedNode(PREFIXES.skos + name);
const dct = (name: string) => namedNode(PREFIXES.dct + name);
const type = namedNode(`${PREFIXES.rdf}type`);
const dateTime = namedNode(`${PREFIXES.xsd}dateTime`);

/** Concepts without a broader one, in the programme's order; areas first. */
export function topConcepts(thesaurus: Thesaurus): Concept[] {
	const areas = thesaurus.areas();
	const others = [...thesaurus.all()].filter(({ id, broader }) => broader.length === 0 && !areas.some((area) => area.id === id));
	return [...areas.filter(({ broader }) => broader.length === 0), ...others];
}

/** The scheme itself (SKOS), its licence, and the one property that SKOS has no word for. */
export function* schemeQuads(thesaurus: Thesaurus, base: string): Generator<Quad> {
	const scheme = namedNode(schemeAddress(base));
	yield quad(scheme, type, skos('ConceptScheme'));
	for (const [language, title] of Object.entries(TITLES)) yield quad(scheme, dct('title'), literal(title, language));
	yield quad(scheme, dct('license'), namedNode(LICENCE));
	for (const { id } of topConcepts(thesaurus)) yield quad(scheme, skos('hasTopConcept'), namedNode(conceptAddress(base, id)));
	const property = namedNode(reviewedLanguageAddress(base));
	yield quad(property, type, namedNode(`${PREFIXES.rdf}Property`));
	yield quad(property, namedNode(`${PREFIXES.rdfs}label`), literal('reviewed language', 'en'));
	yield quad(property, namedNode(`${PREFIXES.rdfs}comment`), literal('A language (BCP 47) whose labels of the concept a native speaker has reviewed; labels of other languages are drafts.', 'en'));
}

/** Everything that the scheme says of one concept in use. */
export function* conceptQuads(concept: Concept, base: string): Generator<Quad> {
	const self = namedNode(conceptAddress(base, concept.id));
	const scheme = namedNode(schemeAddress(base));
	const say = (property: NamedNode, object: Quad_Object) => quad(self, property, object);
	const to = (property: string, ids: readonly string[]) => ids.map((id) => say(skos(property), namedNode(conceptAddress(base, id))));
	yield say(type, skos('Concept'));
	yield say(skos('inScheme'), scheme);
	if (concept.broader.length === 0) yield say(skos('topConceptOf'), scheme);
	yield say(skos('notation'), literal(concept.id));
	yield* labelQuads(concept, say);
	yield* to('broader', concept.broader);
	yield* to('narrower', concept.narrower);
	yield* to('related', concept.related);
	for (const [language, note] of Object.entries(concept.notes)) yield say(skos('scopeNote'), literal(note, language));
	for (const code of concept.ipc) yield say(skos('closeMatch'), namedNode(IPC_ADDRESS + code));
	// A goal is what a technology serves, not what it is.
	for (const goal of concept.sdgs) yield say(skos('relatedMatch'), namedNode(GOAL_ADDRESS + goal));
	if (concept.modified) yield say(dct('modified'), literal(concept.modified, dateTime));
	for (const language of LABEL_LANGUAGES) if (concept.reviewed.has(language)) yield say(namedNode(reviewedLanguageAddress(base)), literal(language));
	yield say(skos('editorialNote'), literal(editorialNote(concept), 'en'));
}

/** A concept out of use keeps its address, its names, and says what replaced it. */
export function* retiredQuads(retired: { concept: Concept; replacedBy: string | null }, base: string): Generator<Quad> {
	const self = namedNode(conceptAddress(base, retired.concept.id));
	const say = (property: NamedNode, object: Quad_Object) => quad(self, property, object);
	yield say(type, skos('Concept'));
	yield say(skos('inScheme'), namedNode(schemeAddress(base)));
	yield say(skos('notation'), literal(retired.concept.id));
	yield* labelQuads(retired.concept, say);
	yield say(namedNode(`${PREFIXES.owl}deprecated`), literal('true', namedNode(`${PREFIXES.xsd}boolean`)));
	if (retired.replacedBy) yield say(dct('isReplacedBy'), namedNode(conceptAddress(base, retired.replacedBy)));
	if (retired.concept.modified) yield say(dct('modified'), literal(retired.concept.modified, dateTime));
}

function* labelQuads(concept: Concept, say: (property: NamedNode, object: Quad_Object) => Quad): Generator<Quad> {
	for (const language of LABEL_LANGUAGES)
		for (const [index, label] of concept.labels[language].entries()) yield say(skos(index === 0 ? 'prefLabel' : 'altLabel'), literal(label, language));
}

/** For people who read the data: which labels are drafts. */
export function editorialNote({ labels, reviewed }: Concept): string {
	const having = LABEL_LANGUAGES.filter((language) => labels[language].length > 0);
	const drafts = having.filter((language) => !reviewed.has(language));
	const done = having.filter((language) => reviewed.has(language));
	return [done.length > 0 ? `Labels reviewed by a native speaker: ${done.join(', ')}.` : '', drafts.length > 0 ? `Drafts: ${drafts.join(', ')}.` : ''].filter(Boolean).join(' ');
}
