import { thesaurusEditor, thesaurusRules } from '#lib/server/thesaurus/rules.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Cell } from '#lib/server/thesaurus/cells.ts';
import type { RightsTable } from '../rights-table.ts';

/** The working languages of the two centres, as data/network/centres.json has them. */
const LANGUAGES = new Map([['laos', ['lo', 'en']], ['thailand', ['th', 'en']], ['cattc', ['zh', 'en']]]);
const editor = (actor: Actor) => thesaurusEditor(actor, LANGUAGES);

export const tables: RightsTable[] = [
	{
		rules: 'thesaurus/rules.ts',
		about: 'the thesaurus',
		things: () => ({ '': {} }),
		rights: {
			'open the working pages': (actor) => thesaurusRules.work(editor(actor)),
			'add a concept': (actor) => thesaurusRules.addConcept(editor(actor)),
			'retire a concept': (actor) => thesaurusRules.retireConcept(editor(actor)),
			'upload a table': (actor) => thesaurusRules.upload(editor(actor)),
			...Object.fromEntries(
				(['lo', 'th', 'broader'] as Cell[]).map((cell) => [`edit the cell ${cell}`, (actor: Actor) => thesaurusRules.editCell(editor(actor), cell)]),
			),
		},
	},
];
