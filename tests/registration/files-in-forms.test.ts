import { afterAll, beforeAll, expect, test } from 'vitest';
import { asActor } from '#lib/server/platform/acting.ts';
import { saveQuestion } from '#lib/server/registration/change-frame.ts';
import { forgetKeptFiles } from '#lib/server/registration/form/kept-files.ts';
import { readAnswerFile } from '#lib/server/registration/read-file.ts';
import { eventKeptFile } from '#lib/server/registration/tables.ts';
import { viewRegister } from '#lib/server/registration/view-register.ts';
import { formOf } from '../events/events-network.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from './registration-network.ts';

let network: RegistrationNetwork;
beforeAll(async () => {
	network = await createRegistrationNetwork();
});
afterAll(() => network.close());

const notFound = { code: 'not_found' };
const at = (field: string, code?: string) => ({ code: 'invalid_input', field, ...(code ? { detail: { code } } : {}) });
const question = (eventId: string, fields: Record<string, string>) => saveQuestion(network.registration, network.officer, { eventId, form: formOf(fields) });

test('a file is read by the person and the organisers, kept when others answers change, and gone with another one', async () => {
	const eventId = await network.open('Files');
	await question(eventId, { kind: 'file', label_en: 'Your photo', required: 'yes' });
	const asked = (await network.questions(eventId))[0]!;
	await expect(network.comes(eventId, network.owner)).rejects.toMatchObject(at(`q_${asked.id}`, 'required'));
	const picture = new File([Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')], 'me.png');
	await network.comes(eventId, network.owner, { [`q_${asked.id}`]: picture });
	await network.comes(eventId, network.owner, { headline: 'Changed' });
	const input = { eventId, registrationId: await network.idOf(eventId, network.owner), questionId: asked.id };
	expect(await readAnswerFile(network.registration, network.owner, input)).toMatchObject({ name: 'me.png', mediaType: 'image/png' });
	expect(await readAnswerFile(network.registration, network.officer, input)).toMatchObject({ name: 'me.png' });
	for (const actor of [network.editor, network.thaiOfficer, network.visitor]) await expect(readAnswerFile(network.registration, actor, input)).rejects.toMatchObject(notFound);
	await expect(network.comes(eventId, network.editor, { [`q_${asked.id}`]: new File(['#!/bin/sh'], 'run.png') })).rejects.toMatchObject({ code: 'unsupported_type', field: `q_${asked.id}`, detail: { code: 'unsupported_type' } });
	await expect(network.comes(eventId, network.editor, { [`q_${asked.id}`]: new File([], 'empty.pdf') })).rejects.toMatchObject(at(`q_${asked.id}`, 'empty_file'));
	await expect(network.comes(eventId, network.editor, { [`q_${asked.id}`]: new File([Buffer.alloc(10 * 1024 * 1024 + 1)], 'large.pdf') })).rejects.toMatchObject({ code: 'too_large', field: `q_${asked.id}`, detail: { code: 'too_large' } });
	expect(await network.states(eventId)).toEqual({ owner: 'approved' });
});

test('a file of a form that came back is kept for the person alone: taken with the next form, dropped where it is not to be, and gone within two days', async () => {
	const eventId = await network.open('Came back');
	await question(eventId, { kind: 'file', label_en: 'Your paper', required: 'yes' });
	const { id } = (await network.questions(eventId))[0]!;
	const paper = new File(['%PDF-1.7\nA paper.'], 'paper.pdf');
	const keptFor = async (actor: typeof network.owner | typeof network.visitor) => (await viewRegister(network.registration, actor, eventId)).keptFiles;
	const failed = at('name', 'required');
	await expect(network.comes(eventId, network.owner, { name: '', [`q_${id}`]: paper })).rejects.toMatchObject(failed);
	expect(await keptFor(network.owner)).toEqual({ [id]: 'paper.pdf' });
	for (const actor of [network.editor, network.officer, network.visitor]) {
		expect(await keptFor(actor)).toEqual({});
		expect(await asActor(network.events.db, actor, (tx) => tx.$count(eventKeptFile))).toBe(0);
	}
	// A form that did not offer it neither takes it nor drops it; one of somebody else has none to take.
	await expect(network.comes(eventId, network.owner)).rejects.toMatchObject(at(`q_${id}`, 'required'));
	await expect(network.comes(eventId, network.editor, { offered: id, [`kept_q_${id}`]: 'yes' })).rejects.toMatchObject(at(`q_${id}`, 'required'));
	await expect(network.comes(eventId, network.owner, { name: '', offered: id, [`kept_q_${id}`]: 'yes' })).rejects.toMatchObject(failed);
	expect(await keptFor(network.owner)).toEqual({ [id]: 'paper.pdf' });
	await network.comes(eventId, network.owner, { offered: id, [`kept_q_${id}`]: 'yes' });
	expect(await keptFor(network.owner)).toEqual({});
	const given = await readAnswerFile(network.registration, network.owner, { eventId, registrationId: await network.idOf(eventId, network.owner), questionId: id });
	expect(given).toMatchObject({ name: 'paper.pdf', mediaType: 'application/pdf' });
	expect(await network.events.files.has(given.sha256)).toBe(true);
	// What is refused itself is not kept, and what is not to be taken is dropped.
	await expect(network.comes(eventId, network.editor, { name: '', [`q_${id}`]: new File(['#!/bin/sh'], 'run.pdf') })).rejects.toMatchObject(failed);
	expect(await keptFor(network.editor)).toEqual({});
	await expect(network.comes(eventId, network.editor, { name: '', [`q_${id}`]: paper })).rejects.toMatchObject(failed);
	await expect(network.comes(eventId, network.editor, { name: '', offered: id })).rejects.toMatchObject(failed);
	expect(await keptFor(network.editor)).toEqual({});
	await expect(network.comes(eventId, network.editor, { name: '', [`q_${id}`]: new File(['%PDF-1.7\nAnother.'], 'another.pdf') })).rejects.toMatchObject(failed);
	const before = network.events.now;
	try {
		network.events.now = new Date(before.getTime() + 24.5 * 3_600_000);
		expect([await keptFor(network.editor), await forgetKeptFiles(network.registration)]).toEqual([{}, 0]);
		network.events.now = new Date(before.getTime() + 26 * 3_600_000);
		expect(await forgetKeptFiles(network.registration)).toBe(1);
	} finally {
		network.events.now = before;
	}
});
