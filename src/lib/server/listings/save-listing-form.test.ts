import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { completeOffer, createSmallNetwork, idleJobs, type SmallNetwork } from '../../../../tests/small-network.ts';
import { attachmentsOf, contentOf, listingById, versionById } from './queries.ts';
import { reviewListing } from './review-listing.ts';
import { saveDraft } from './save-draft.ts';
import { otherLanguage, saveListingForm } from './save-listing-form.ts';
import { startDraft } from './start-draft.ts';
import { submitListing } from './submit-listing.ts';

let database: TestDatabase;
let network: SmallNetwork;
const clock = () => new Date('2026-11-21T08:00:00Z');

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
});
afterAll(() => database.close());

const start = () => startDraft(database.db, network.owner, { kind: 'offer', language: 'en', organisationId: network.institute });
const row = async (id: string) => (await listingById(database.db, id))!;
const save = (id: string, form: FormData) => saveListingForm({ db: database.db, clock }, network.owner, id, form);

function formOf(fields: Record<string, string>): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries({ language: 'en', ...fields })) form.append(name, value);
	return form;
}

test('saves text as typed without what no text may hold', async () => {
	const { id } = await start();
	const { outcome } = await save(id, formOf({ expected: String((await row(id)).changeNumber), title: '  a\u0000b \ud800 <i>c</i> ', keywords: 'x, y' }));
	expect(outcome).toHaveProperty('saved');
	const content = contentOf((await versionById(database.db, (await row(id)).workingVersionId!))!);
	expect(content).toMatchObject({ title: 'ab \ufffd <i>c</i>', keywords: ['x', 'y'] });
});

test('gives back what was typed where a field is wrong, and saves nothing', async () => {
	const { id } = await start();
	const before = await row(id);
	const { outcome, values } = await save(id, formOf({ expected: String(before.changeNumber), title: 'x'.repeat(257), 'price.min': '5', 'price.currency': 'CNY', 'price.basis': 'both' }));
	expect(outcome).toEqual({
		errors: [
			{ field: 'title', code: 'too_long', limit: 256 },
			{ field: 'price.kind', code: 'required' },
		],
	});
	expect(values.title).toHaveLength(257);
	expect((await row(id)).changeNumber).toBe(before.changeNumber);
});

test('tells of somebody else’s save, and writes over it only when told the number of that save', async () => {
	const { id } = await start();
	const seen = (await row(id)).changeNumber;
	await saveDraft(database.db, network.editor, { listingId: id, content: completeOffer({ title: 'theirs' }) });
	const newest = (await row(id)).changeNumber;
	const refused = await save(id, formOf({ expected: String(seen), title: 'mine' }));
	expect(refused.outcome).toEqual({ conflict: { changeNumber: newest } });
	for (const number of ['', 'NaN', '1e99', '-1'])
		expect((await save(id, formOf({ expected: number, title: 'mine' }))).outcome).toHaveProperty('conflict');
	expect((await save(id, formOf({ expected: String(seen), over: String(newest), title: 'mine' }))).outcome).toHaveProperty('saved');
});

test('a published listing that is saved as it stands gets no revision', async () => {
	const { id } = await start();
	await saveDraft(database.db, network.owner, { listingId: id, content: { ...completeOffer(), price: null } });
	await submitListing(database.db, network.owner, { listingId: id, areaExists: () => true });
	await reviewListing({ db: database.db, clock, jobs: idleJobs, baseUrl: 'http://x' }, network.officer, {
		listingId: id,
		versionId: (await row(id)).workingVersionId!,
		decision: 'publish',
		remark: '',
		language: 'en',
	});
	const offer = completeOffer();
	const fields = { title: offer.title, summary: offer.summary, description: offer.description, advantages: offer.advantages, benefitInFigures: offer.benefitInFigures, comparedWith: offer.comparedWith, areas: 'agriculture', trl: '8', 'ip.status': 'granted', cooperation: 'licence', 'partner.kinds': 'company-11-49', 'partner.role': offer.partner.role, exportControl: 'checked-none', display: 'open' };
	const expected = String((await row(id)).changeNumber);
	expect((await save(id, formOf({ ...fields, expected }))).outcome).toHaveProperty('saved');
	expect(await row(id)).toMatchObject({ revision: null, workingVersionId: null });
	expect((await save(id, formOf({ ...fields, expected, title: 'Another title' }))).outcome).toHaveProperty('saved');
	expect(await row(id)).toMatchObject({ revision: 'draft', state: 'published' });
	expect(await attachmentsOf(database.db, id)).toEqual([]);
});

test('asks about the language only where the text is clearly in another one', () => {
	const values = { title: '', summary: '', description: '', sought: '' };
	const lao = 'ລະບົບນ້ຳຢອດສຳລັບດິນເຄັມ ທີ່ປະຢັດນ້ຳໄດ້ເຄິ່ງໜຶ່ງ ແລະ ເພີ່ມຜົນຜະລິດ ໄດ້ຊາວສອງເປີເຊັນ ໃນສາມລະດູການ';
	expect(otherLanguage({ ...values, language: 'en', description: lao })).toBe('lo');
	expect(otherLanguage({ ...values, language: 'lo', description: lao })).toBeNull();
	expect(otherLanguage({ ...values, language: 'en', title: 'ດິນ' })).toBeNull();
});
