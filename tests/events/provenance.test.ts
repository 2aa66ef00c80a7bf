import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Language } from '#lib/engines/text/language.ts';
import { saveTrack } from '#lib/server/events/change-places.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { textsInput } from '#lib/server/events/input.ts';
import { quoted } from '#lib/server/events/letters.ts';
import { messageLetter } from '#lib/server/events/messages/letters.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { saveFrame, saveQuestion } from '#lib/server/registration/change-frame.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from '../registration/registration-network.ts';
import { formOf } from './events-network.ts';

/** Whose words a text is: the mark of each text of an event, in every form the same. */

let network: RegistrationNetwork;
beforeAll(async () => {
	network = await createRegistrationNetwork();
});
afterAll(() => network.close());

const LANGUAGES_OF_EVENT: Language[] = ['en', 'zh', 'th'];
const marks = (texts: readonly LocalText[]) => Object.fromEntries(texts.map(({ language, provenance }) => [language, provenance]));

test('each text has a mark of its own, which can be set alone; without a word of it, what was not touched keeps its mark', () => {
	const read = (fields: Record<string, string>, before: LocalText[] = []) => marks(textsInput(formOf({ name_en: 'Water', name_zh: '水', name_th: 'น้ำ', ...fields }), 'name', LANGUAGES_OF_EVENT, { limit: 100, before }));
	expect(read({})).toEqual({ en: 'original', zh: 'human-translation', th: 'human-translation' });
	expect(read({ provenance_name_zh: 'machine-translation', provenance_name_th: 'original', provenance_name_en: 'invented' })).toEqual({ en: 'original', zh: 'machine-translation', th: 'original' });
	const before: LocalText[] = [{ language: 'zh', text: '水', provenance: 'machine-translation' }, { language: 'th', text: 'เก่า', provenance: 'machine-translation' }];
	expect(read({}, before)).toEqual({ en: 'original', zh: 'machine-translation', th: 'human-translation' });
	expect(read({ provenance_name_zh: 'human-translation' }, before)).toMatchObject({ zh: 'human-translation' });
	// The mark of another text says nothing of this one.
	expect(read({ provenance_theme_zh: 'machine-translation', provenance_zh: 'machine-translation' })).toMatchObject({ zh: 'human-translation' });
});

test('a track, a welcome, a question and its choices say what a machine wrote, and no longer once somebody has read it', async () => {
	const eventId = await network.open('Marks');
	const track = async () => (await viewOrganised(network.events, network.officer, eventId)).tracks[0]!;
	const machine = (field: string) => ({ [`provenance_${field}_zh`]: 'machine-translation' });
	await saveTrack(network.events, network.officer, { eventId, form: formOf({ name_en: 'Water', name_zh: '水', ...machine('name') }) });
	expect(marks((await track()).names)).toEqual({ en: 'original', zh: 'machine-translation' });
	const { id } = await track();
	await saveTrack(network.events, network.officer, { eventId, form: formOf({ id, name_en: 'Water', name_zh: '水', provenance_name_zh: 'human-translation' }) });
	expect(marks((await track()).names)).toEqual({ en: 'original', zh: 'human-translation' });

	const frame = { state: 'open', audience: 'anyone', categories: ['delegate'], welcome_en: 'Welcome', welcome_zh: '欢迎' };
	await saveFrame(network.registration, network.officer, { eventId, form: formOf({ ...frame, ...machine('welcome') }) });
	const asked = { kind: 'choice', label_en: 'Lunch?', label_zh: '午餐？', choices_en: 'Rice\nNoodles', choices_zh: '米饭\n面条' };
	await saveQuestion(network.registration, network.officer, { eventId, form: formOf({ ...asked, ...machine('choices') }) });
	const [question] = await network.questions(eventId);
	expect([marks(question!.labels), ...question!.choices.map(({ labels }) => marks(labels))]).toEqual([{ en: 'original', zh: 'human-translation' }, { en: 'original', zh: 'machine-translation' }, { en: 'original', zh: 'machine-translation' }]);
	// Saved by a form without marks, what was there keeps its own; read by somebody, it is a person's.
	await saveQuestion(network.registration, network.officer, { eventId, form: formOf({ id: question!.id, ...asked, choices_zh: '米饭\n粉' }) });
	expect((await network.questions(eventId))[0]!.choices.map(({ labels }) => marks(labels)['zh'])).toEqual(['machine-translation', 'human-translation']);
	await saveQuestion(network.registration, network.officer, { eventId, form: formOf({ id: question!.id, ...asked, provenance_choices_zh: 'human-translation' }) });
	expect((await network.questions(eventId))[0]!.choices.map(({ labels }) => marks(labels)['zh'])).toEqual(['human-translation', 'human-translation']);
});

test('the archive says that its Chinese, a draft that awaits review, is a machine’s', async () => {
	const { event } = await viewEvent(network.events, network.visitor, 'forum-1');
	for (const texts of [event.names, event.theme, event.about, event.place]) expect(marks(texts)).toEqual({ en: 'original', zh: 'machine-translation' });
	const unmarked = (value: unknown): unknown[] => (Array.isArray(value) ? value.flatMap(unmarked) : value && typeof value === 'object' ? ('language' in value && 'text' in value && !('provenance' in value) ? [value] : Object.values(value).flatMap(unmarked)) : []);
	expect(unmarked(JSON.parse(readFileSync('data/network/events.json', 'utf8')))).toEqual([]);
});

test('a letter that quotes organisers says so where a machine wrote their words', () => {
	const words: LocalText[] = [{ language: 'en', text: 'Rain', provenance: 'original' }, { language: 'zh', text: '下雨', provenance: 'machine-translation' }];
	expect(inLanguage('zh', () => quoted(words, 'zh')).filter(Boolean)).toEqual(['下雨', '(机器翻译)']);
	expect(inLanguage('en', () => quoted(words, 'en')).filter(Boolean)).toEqual(['Rain']);
	const message = { subjects: words, texts: words };
	const toReader = (language: string) => messageLetter({ name: 'Noy', email: 'noy@example.org', language }, { id: 'rain-2027', names: words, startsOn: '2027-03-15', endsOn: '2027-03-16' }, message, null, 'http://mitra.example').text;
	expect(toReader('zh')).toContain('下雨\n\n(机器翻译)');
	expect(toReader('en')).not.toContain('machine');
});

test('every form that writes a text in several languages asks for its mark by the same component', () => {
	const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.svelte'));
	const own = files.filter((each) => /name="(?!provenance_)[^"]*_\{language\}"/.test(readFileSync(`src/${each}`, 'utf8')) && /event|registration|exhibition/.test(each));
	expect(own.filter((each) => !readFileSync(`src/${each}`, 'utf8').includes('<ProvenanceChoice'))).toEqual([]);
	expect(own.length, 'a test of nothing').toBeGreaterThan(0);
});
