import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerQuestion } from '#lib/server/brokering/answer-question.ts';
import { decidePair } from '#lib/server/brokering/decide-pair.ts';
import { memberIntroductions, memberQuestions } from '#lib/server/brokering/member-desk.ts';
import { findPair } from '#lib/server/brokering/queries.ts';
import { replyToIntroduction } from '#lib/server/brokering/reply-to-introduction.ts';
import { sendDecisionLetters } from '#lib/server/brokering/send-letters.ts';
import { startJobs, type Jobs } from '#lib/server/platform/jobs.ts';
import { listMails, mailTask, smtpPostman, type StoredMail } from '#lib/server/platform/mail.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { startMailServer, type MailServer } from '../mail-server.ts';
import { eventually } from '../platform/eventually.ts';
import { createDeskNetwork, speak, type DeskNetwork } from './desk-network.ts';

let desk: DeskNetwork;
let server: MailServer;
let jobs: Jobs;
let close: () => void;
const waiting: { decisionId: string; letters: NewMail[] }[] = [];
const clock = () => new Date('2026-11-21T08:00:00Z');

/** Letters wait a minute for a possible undo; here they are held until the test sends them. */
const holding = (): Jobs => ({
	stop: () => jobs.stop(),
	async enqueue(key, data, options) {
		if (key.name !== 'brokering.letters') return jobs.enqueue(key, data, options);
		waiting.push(data as unknown as (typeof waiting)[number]);
		return null;
	},
});
const context = () => ({ ...desk, db: desk.database.db, clock, jobs: holding(), baseUrl: 'https://mitra.example' });
const sendWaiting = async () => {
	for (const each of waiting.splice(0)) await sendDecisionLetters(context(), each);
};

beforeAll(async () => {
	desk = await createDeskNetwork();
	server = await startMailServer();
	const smtp = smtpPostman(server.url);
	close = smtp.close;
	jobs = await startJobs(desk.database.url, [mailTask(desk.database.db, smtp.postman, clock)]);
	// The need's owner and the Lao officer read Chinese, the others English.
	desk.network.stranger = await speak(desk, desk.network.stranger, 'zh');
	desk.network.officer = await speak(desk, desk.network.officer, 'zh');
});
afterAll(async () => {
	await jobs?.stop(2000);
	close?.();
	await server?.close();
	await desk?.close();
});

const version = async (pairId: string) => (await findPair(desk.database.db, pairId))!.row.version;
const golden = (mail: StoredMail, pairId: string, ids: Record<string, string>) => {
	let text = `To: ${mail.to}\nLanguage: ${mail.language}\nSubject: ${mail.subject}\n\n${mail.text}\n`;
	for (const [name, id] of Object.entries({ ...ids, PAIR: pairId })) text = text.replaceAll(id, name);
	return text.replace(/\/listings\/\d+/g, '/listings/REFERENCE');
};

test('every letter of the desk leaves over SMTP and reads as it should, in English and Chinese', async () => {
	const pairId = await desk.suggest(desk.need, desk.offer);
	const { officer, thaiOfficer, owner, stranger } = desk.network;
	await decidePair(context(), officer, { pairId, expected: await version(pairId), decision: { decision: 'ask', side: 'offer', question: 'Does it work below 10 °C?' }, language: 'en' });
	await sendWaiting();
	const questionId = (await memberQuestions(desk.database.db, owner))[0]!.id;
	await answerQuestion(context(), owner, { questionId, answer: 'Yes, down to 4 °C.\nAsk for the test report.', language: 'en' });
	const asked = { decision: 'ask', side: 'need', question: '贵方每季用水多少？' } as const;
	await decidePair(context(), thaiOfficer, { pairId, expected: await version(pairId), decision: asked, language: 'zh' });
	await sendWaiting();
	const secondId = (await memberQuestions(desk.database.db, stranger))[0]!.id;
	await answerQuestion(context(), stranger, { questionId: secondId, answer: '约三千立方米。', language: 'zh' });
	const { decisionId } = await decidePair(context(), officer, { pairId, expected: await version(pairId), decision: { decision: 'introduce' }, language: 'en' });
	await sendWaiting();
	expect(await memberIntroductions(desk.database.db, stranger)).toHaveLength(1);
	await replyToIntroduction(context(), stranger, { decisionId, side: 'need', reply: 'interested' });
	await replyToIntroduction(context(), owner, { decisionId, side: 'offer', reply: 'declined' });

	const mails = await listMails(desk.database.db, { limit: 50 });
	await eventually(() => server.received.length === mails.length);
	const find = (to: string, words: string) => {
		const found = mails.find((mail) => mail.to === to && mail.text.includes(words));
		expect(found, `${to}: ${words}`).toBeDefined();
		return golden(found!, pairId, { QUESTION: questionId, SECOND: secondId });
	};
	await expect(find('owner@example.org', 'Does it work')).toMatchFileSnapshot('letters/question.en.txt');
	await expect(find('stranger@example.org', '每季用水')).toMatchFileSnapshot('letters/question.zh.txt');
	await expect(find('officer@example.org', 'Ask for the test report')).toMatchFileSnapshot('letters/answer.zh.txt');
	await expect(find('thai-officer@example.org', '三千立方米')).toMatchFileSnapshot('letters/answer.en.txt');
	await expect(find('owner@example.org', '/desk/introductions')).toMatchFileSnapshot('letters/introduction.en.txt');
	await expect(find('stranger@example.org', '/desk/introductions')).toMatchFileSnapshot('letters/introduction.zh.txt');
	await expect(find('officer@example.org', '有意向')).toMatchFileSnapshot('letters/interested.zh.txt');

	const wire = server.received.find((mail) => mail.to.includes('stranger@example.org') && mail.data.includes('Content-Language: zh'))!;
	expect(wire.from).toBe('network@mitra.example');
	expect(wire.data).toMatch(/^Subject: =\?UTF-8\?/m);
	await eventually(async () => (await listMails(desk.database.db, { limit: 50 })).every(({ sentAt }) => sentAt !== null));
});
