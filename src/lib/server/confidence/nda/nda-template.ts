import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NdaLaw } from '#lib/confidence/vocabulary.ts';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { countryName, languageName } from '#lib/ui/language-names.ts';
import type { NdaDocument, NdaText } from './nda-text.ts';

/** A file of data/templates/nda. */
interface NdaTemplate extends NdaText {
	law: Record<NdaLaw, string>;
	prevails: { one: string; two: string };
}

let templates: Map<Language, NdaTemplate> | undefined;

function readTemplates(): Map<Language, NdaTemplate> {
	const folder = join(process.cwd(), 'data', 'templates', 'nda');
	const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
	return new Map(files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as NdaTemplate).map((template) => [template.language, template]));
}

/** The languages that the network's template is written in. */
export function templateLanguages(): Language[] {
	templates ??= readTemplates();
	return [...templates.keys()].sort();
}

/** The languages of both sides that there is a template in, each once; English where there is none in one's own. */
export function languagesFor(sides: readonly string[]): Language[] {
	const written = templateLanguages();
	return [...new Set(sides.map((language) => (isLanguage(language) && written.includes(language) ? language : 'en')))];
}

export interface NdaTerms {
	reference: string;
	offering: { names: readonly LocalText[]; country: string };
	seeking: { names: readonly LocalText[]; country: string };
	purpose: string;
	languages: readonly Language[];
	prevailing: Language;
	years: number;
	law: NdaLaw;
}

/** The template filled in, in each of the languages; the first stands first. */
export function fillTemplate(terms: NdaTerms): NdaDocument {
	templates ??= readTemplates();
	return { reference: terms.reference, texts: terms.languages.map((language) => fillIn(templates!.get(language)!, terms)) };
}

function fillIn(template: NdaTemplate, terms: NdaTerms): NdaText {
	const { language, edition, reviewed } = template;
	const named = terms.languages.map((each) => languageName(each, language));
	const values: Record<string, string> = {
		reference: terms.reference,
		offering: localTextFor(terms.offering.names, language)?.text ?? '',
		seeking: localTextFor(terms.seeking.names, language)?.text ?? '',
		offeringCountry: countryName(terms.offering.country, language),
		seekingCountry: countryName(terms.seeking.country, language),
		purpose: terms.purpose,
		years: String(terms.years),
		languages: new Intl.ListFormat(language === 'fil' ? 'en' : language, { type: 'conjunction' }).format(named),
		prevailing: languageName(terms.prevailing, language),
	};
	// What people wrote is put in once and never looked through again for braces.
	const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => (name === 'law' ? fill(template.law[terms.law]) : name === 'prevails' ? fill(template.prevails[terms.languages.length > 1 ? 'two' : 'one']) : (values[name] ?? whole)));
	return {
		language,
		edition,
		reviewed,
		title: fill(template.title),
		opening: template.opening.map(fill),
		clauses: template.clauses.map(({ heading, paragraphs }) => ({ heading: fill(heading), paragraphs: paragraphs.map(fill) })),
	};
}
