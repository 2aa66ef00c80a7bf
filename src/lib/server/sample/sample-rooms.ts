import type { DockingSide, DockingStand } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { insertMeeting, meetingById, putSlotAnswers, slotsOf, updateMeeting } from '#lib/server/rooms/meetings/queries.ts';
import { insertMessage, insertSummary, insertThread, putTranslation } from '#lib/server/rooms/messages/queries.ts';
import { insertTask } from '#lib/server/rooms/to-do/queries.ts';
import { peopleById } from '#lib/server/docking/queries.ts';
import type { SampleDockingName, SampleDockings } from './sample-dockings.ts';

const DAY = 86_400_000;

interface SampleMessage {
	side: DockingSide;
	daysAgo: number;
	language: Language;
	text: string;
	/** By an adviser, by hand. */
	translations?: Partial<Record<Language, string>>;
}

interface SampleThread {
	docking: SampleDockingName;
	subject: string;
	language: Language;
	messages: readonly SampleMessage[];
}

const THREADS: readonly SampleThread[] = [
	{
		docking: 'liver-fluke', subject: '检测试剂的运输与储存', language: 'zh',
		messages: [
			{ side: 'seeking', daysAgo: 8, language: 'zh', text: '我们在广西有三个县级实验室可以参加试验。试剂在运输途中需要冷链吗？常温下能保存多久？', translations: { en: 'Three county laboratories in Guangxi can take part in the trial. Do the reagents need a cold chain in transport? How long do they keep at room temperature?' } },
			{ side: 'offering', daysAgo: 7, language: 'lo', text: 'ຊຸດກວດເກັບໄວ້ໄດ້ 12 ເດືອນ ຢູ່ອຸນຫະພູມ 4 ຫາ 30 ອົງສາ. ບໍ່ຈຳເປັນຕ້ອງແຊ່ເຢັນ.', translations: { en: 'The kits keep for 12 months at 4 to 30 degrees. No cold chain is needed.', zh: '试剂盒在4至30摄氏度下可保存12个月，不需要冷链。' } },
			{ side: 'seeking', daysAgo: 6, language: 'zh', text: '很好。请把检测试剂盒的说明书和质量控制记录放到文件中，我们先让一个实验室试用。' },
		],
	},
	{
		docking: 'liver-fluke', subject: 'Training of laboratory staff', language: 'en',
		messages: [
			{ side: 'offering', daysAgo: 5, language: 'en', text: 'Two of our people can come to Nanning for a week to train the laboratory staff. January would suit us best.' },
			{ side: 'seeking', daysAgo: 4, language: 'zh', text: '一月中旬可以。培训地点在南宁，食宿由我们安排。' },
		],
	},
	{
		docking: 'flash-flood', subject: 'Cảm biến mực nước trên sông nhỏ', language: 'vi',
		messages: [
			{ side: 'seeking', daysAgo: 10, language: 'vi', text: 'Hệ thống cảnh báo lũ quét của quý vị có dùng được với cảm biến mực nước của chúng tôi không? Chúng tôi có 40 trạm quan trắc.', translations: { en: 'Can your flash-flood warning system work with our water-level sensors? We have 40 gauging stations.' } },
			{ side: 'offering', daysAgo: 9, language: 'en', text: 'Yes, if the stations send at least every ten minutes. Please send a sample of a day’s readings and we will try them in the model.' },
		],
	},
];

/** Conversations, a summary, tasks and meetings in some of the sample dockings. What they are searched by is made when the server is up. */
export async function insertSampleRooms(tx: Transaction, dockings: SampleDockings, now: Date): Promise<void> {
	await asActor(tx, operator('sample'), async (tx) => {
		const ago = (days: number) => new Date(now.getTime() - days * DAY);
		for (const thread of THREADS) {
			const docking = dockings.get(thread.docking);
			if (docking) await insertSampleThread(tx, docking, thread, ago);
		}
		const first = dockings.get('liver-fluke');
		if (first) await insertSampleWork(tx, first, now);
	});
}

type Docking = SampleDockings extends ReadonlyMap<string, infer Value> ? Value : never;

async function namesOf(tx: Transaction, people: Docking['people']): Promise<Record<DockingSide, string>> {
	const names = new Map((await peopleById(tx, Object.values(people))).map(({ id, name }) => [id, name]));
	return { offering: names.get(people.offering) ?? '', seeking: names.get(people.seeking) ?? '' };
}

async function insertSampleThread(tx: Transaction, docking: Docking, { subject, language, messages }: SampleThread, ago: (days: number) => Date): Promise<void> {
	const names = await namesOf(tx, docking.people);
	const [first] = messages;
	const threadId = await insertThread(tx, { dockingId: docking.id, subject, language, openedBy: docking.people[first!.side], called: names[first!.side], openedAt: ago(first!.daysAgo), lastAt: ago(first!.daysAgo) });
	for (const { side, daysAgo, text, translations = {}, ...message } of messages) {
		const messageId = await insertMessage(tx, { dockingId: docking.id, threadId, answers: null, side, authorId: docking.people[side], called: names[side], language: message.language, text, at: ago(daysAgo) });
		for (const [to, translated] of Object.entries(translations) as [Language, string][])
			await putTranslation(tx, { messageId, language: to, provenance: 'human-translation', dockingId: docking.id, text: translated, called: 'CATTC', at: ago(daysAgo - 0.5) });
	}
}

async function insertSampleWork(tx: Transaction, docking: Docking, now: Date): Promise<void> {
	const { id: dockingId, people } = docking;
	const names = await namesOf(tx, people);
	const at = new Date(now.getTime() - 3 * DAY);
	const summary = (language: Language, text: string) => insertSummary(tx, { dockingId, language, text, called: 'CATTC', at });
	await summary('zh', '试剂盒不需要冷链。南宁的一个实验室先行试用，一月安排培训。许可条款等待回复。');
	await summary('en', 'The kits need no cold chain. One laboratory in Nanning tries them first; the training is planned for January. The terms of the licence wait for an answer.');
	const task = (side: DockingStand, what: string, language: Language, days: number) =>
		insertTask(tx, { dockingId, what, language, side, dueOn: new Date(now.getTime() + days * DAY).toISOString().slice(0, 10), authorId: people.seeking, called: names.seeking, createdAt: at });
	await task('offering', '提供试剂盒的质量控制记录', 'zh', 9);
	await task('officers', 'Find an interpreter between Lao and Chinese for the training', 'en', 20);
	const meeting = (title: string, language: Language, days: readonly number[]) =>
		insertMeeting(tx, { dockingId, title, language, minutes: 60, timeZone: 'Asia/Shanghai', side: 'seeking', authorId: people.seeking, called: names.seeking, createdAt: at, changedAt: at }, days.map((each) => morningIn(now, each)));
	const proposed = await meeting('培训计划与日程', 'zh', [6, 7, 8]);
	await putSlotAnswers(tx, (await slotsOf(tx, proposed)).map((slot) => ({ slotId: slot.id, personId: people.seeking, dockingId, answer: 'yes', at })));
	const fixed = await meeting('Terms of the licence', 'en', [12]);
	if (await meetingById(tx, dockingId, fixed)) await updateMeeting(tx, fixed, { state: 'fixed', startsAt: morningIn(now, 12), changedAt: at });
}

/** Ten in the morning in Nanning, so many days from now. */
function morningIn(now: Date, days: number): Date {
	const day = new Date(now.getTime() + days * DAY);
	return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), 2));
}
