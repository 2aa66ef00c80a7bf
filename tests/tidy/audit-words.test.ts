import ts from 'typescript';
import { expect, test } from 'vitest';
import { actionWords } from '../../src/lib/ui/audit/audit-words.ts';
import { COOPERATION_WORDS } from '../../src/lib/ui/audit/cooperation-words.ts';
import { NETWORK_WORDS } from '../../src/lib/ui/audit/network-words.ts';
import type { Reply } from '../../src/lib/brokering/vocabulary.ts';
import type { AdmissionStep } from '../../src/lib/server/membership/admission.ts';
import type { AgreementEvent, ConsentEvent } from '../../src/lib/server/agreements/agreement.ts';
import type { ChangeOrigin } from '../../src/lib/server/thesaurus/tables.ts';
import type { DecisionInput } from '../../src/lib/server/brokering/input.ts';
import type { DockingEvent } from '../../src/lib/server/docking/docking.ts';
import type { Ordered } from '../../src/lib/server/events/change-order.ts';
import type { InterestEvent } from '../../src/lib/server/docking/interest.ts';
import type { LifeChange } from '../../src/lib/server/listings/change-life.ts';
import type { MeetingEvent } from '../../src/lib/server/rooms/meetings/meeting.ts';
import type { MilestoneEvent, ProjectEvent } from '../../src/lib/server/outcomes/project.ts';
import type { OfferAnswer } from '../../src/lib/server/terms/answer-offer.ts';
import type { TaskEvent } from '../../src/lib/server/rooms/to-do/to-do.ts';
import { sourceFiles } from './source-files.ts';

/** The members of a union: the compiler refuses this file where one is missing. */
const all = <Name extends string>(names: Record<Name, true>) => Object.keys(names);

/** What the call writes before the name that it is given, and where it is given: by position, or as `action` of an object. */
const WRITERS = new Map<string, { before: string; at: number | 'action' }>([
	['recordAudit', { before: '', at: 'action' }],
	['auditRow', { before: '', at: 'action' }],
	['changeEvent', { before: 'event.', at: 'action' }],
	['changeTrade', { before: 'trade.', at: 'action' }],
	['changePlan', { before: 'payment-plan.', at: 'action' }],
	['changeRequest', { before: 'service-request.', at: 'action' }],
	['changeAtDesk', { before: 'event-meetings.', at: 'action' }],
	['onBoard', { before: 'event-meetings.', at: 3 }],
	['changeFrame', { before: 'registration.', at: 3 }],
	['changeSurvey', { before: 'survey.', at: 3 }],
	['audited', { before: 'centre.', at: 2 }],
	['groupAudit', { before: 'working-group.', at: 1 }],
	['note', { before: '', at: 2 }],
	['change.audit', { before: '', at: 0 }],
	['change.record', { before: 'agreement.', at: 0 }],
]);
/** Calls of the same name that write no action: a mission's history, the changes of an event. */
const OTHERS: [path: RegExp, call: string][] = [
	[/^src\/lib\/server\/(?!agreements\/)/, 'change.record'],
	[/^src\/lib\/server\/(?!accounts\/)/, 'note'],
];
/** Where a writer hands on what it was given; its callers are read instead. */
const HANDED_ON = [
	'agreements/change-agreement.ts: step',
	'centres/edit-centre.ts: action',
	'centres/groups/edit-meeting.ts: action',
	'accounts/second-factor/change-second-factor.ts: action',
	'outcomes/change-record.ts: action',
	'trading/change-trade.ts: input.action',
	'trading/payments/change-plan.ts: input.action',
	'events/change-event.ts: input.action',
	'registration/change-frame.ts: action',
	'registration/surveys/change-survey.ts: action',
	'meetings/frame/change-at-desk.ts: input.action',
	'meetings/board/on-board.ts: action',
	'experts/missions/change-request.ts: input.action',
];
/** What the names of actions are made of where they are not written out. */
const MADE_OF: Record<string, string[]> = {
	'agreements/advance-agreement.ts: event': all<Exclude<AgreementEvent, 'submit' | 'record' | 'attest'>>({ clear: true, return: true, reopen: true, confirm: true, dispute: true, end: true, abandon: true }),
	'agreements/advance-agreement.ts: step': ['confirm', 'attest'],
	'agreements/marks.ts: input.event': all<ConsentEvent>({ grant: true, refuse: true, withdraw: true, expire: true }),
	'brokering/decide-pair.ts: decision.decision': all<DecisionInput['decision']>({ introduce: true, later: true, reject: true, ask: true, reopen: true }),
	'brokering/reply-to-introduction.ts: input.reply': all<Reply>({ interested: true, declined: true }),
	'confidence/nda/close-nda.ts: input.event': ['decline', 'withdraw'],
	'docking/interests/change-interest.ts: event': all<InterestEvent>({ pass: true, accept: true, refuse: true, withdraw: true, expire: true }),
	'docking/move-docking.ts: event.type': all<DockingEvent['type']>({ 'nda-signed': true, 'terms-offered': true, 'terms-accepted': true, 'agreement-signed': true, 'implementation-started': true, completed: true, stop: true, reopen: true }),
	'events/change-places.ts: of': ['venue', 'room', 'table', 'track'],
	'events/change-order.ts: of': all<Ordered>({ venue: true, room: true, track: true, speaker: true, photo: true }),
	'experts/missions/form-task-force.ts: input.step': ['accept', 'decline', 'withdraw'],
	'experts/missions/screen-request.ts: step': ['accept', 'return', 'decline', 'answer', 'withdraw'],
	'listings/change-life.ts: input.change.type': all<LifeChange['type']>({ 'take-back': true, 'drop-revision': true, pause: true, resume: true, renew: true, close: true, archive: true }),
	'membership/decide-admission.ts: step.type': all<Exclude<AdmissionStep['type'], 'answer'>>({ admit: true, return: true, refuse: true }),
	'my-data/ask-for-erasure.ts: found.entity': ['organisation', 'user'],
	'outcomes/projects/change-project.ts: `project.milestone-${event}`': all<MilestoneEvent>({ report: true, confirm: true, dispute: true, drop: true }).map((event) => `project.milestone-${event}`),
	'outcomes/projects/change-project.ts: `project.${event}`': all<ProjectEvent>({ complete: true, stop: true, reopen: true }).map((event) => `project.${event}`),
	'rooms/meetings/change-meeting.ts: event': all<MeetingEvent>({ fix: true, move: true, cancel: true }),
	'rooms/to-do/change-task.ts: input.event': all<TaskEvent>({ finish: true, drop: true, reopen: true }),
	'terms/answer-offer.ts: answer': all<OfferAnswer>({ accept: true, refuse: true, withdraw: true }),
	'thesaurus/apply-plan.ts: origin': all<ChangeOrigin>({ create: true, edit: true, review: true, retire: true, undo: true, upload: true, release: true }),
	'listings/view-listing.ts: ...opening': ['listing.read-guarded'],
};

interface Found {
	/** The file, from src/lib/server. */
	path: string;
	names: string[];
	/** Made in a way that this test cannot read. */
	unread: string[];
}

function actionsIn(path: string, text: string): Found {
	const found: Found = { path: path.slice('src/lib/server/'.length), names: [], unread: [] };
	const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node)) readCall(found, node, path);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

function readCall(found: Found, call: ts.CallExpression, path: string): void {
	const callee = call.expression.getText();
	const writer = WRITERS.get(callee);
	if (!writer || OTHERS.some(([where, other]) => other === callee && where.test(path))) return;
	const given = typeof writer.at === 'number' ? call.arguments[writer.at] : actionOf(call);
	if (!given) {
		// Another writer's entry is read where that writer is called.
		const [, entry] = call.arguments;
		if (!(entry && ts.isCallExpression(entry) && WRITERS.has(entry.expression.getText()))) found.unread.push(`${found.path}: ${callee}`);
		return;
	}
	found.names.push(...valuesOf(found, given).map((value) => writer.before + value));
}

/** What an object among the arguments says of `action`, or the object that is spread into it. */
function actionOf(call: ts.CallExpression): ts.Node | undefined {
	for (const object of call.arguments.filter(ts.isObjectLiteralExpression)) {
		for (const property of object.properties) {
			if (ts.isPropertyAssignment(property) && property.name.getText() === 'action') return property.initializer;
			if (ts.isShorthandPropertyAssignment(property) && property.name.text === 'action') return property.name;
		}
		const spread = object.properties.find(ts.isSpreadAssignment);
		if (spread) return spread;
	}
	return undefined;
}

function valuesOf(found: Found, node: ts.Node): string[] {
	const known = MADE_OF[`${found.path}: ${node.getText()}`];
	if (known) return known;
	if (HANDED_ON.includes(`${found.path}: ${node.getText()}`)) return [];
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isParenthesizedExpression(node)) return valuesOf(found, node.expression);
	if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap((each) => valuesOf(found, each));
	if (ts.isTemplateExpression(node))
		return node.templateSpans.reduce<string[]>((heads, span) => {
			const values = valuesOf(found, span.expression);
			return heads.flatMap((head) => values.map((value) => head + value + span.literal.text));
		}, [node.head.text]);
	const constant = ts.isIdentifier(node) ? constantNamed(node) : undefined;
	if (constant) return valuesOf(found, constant);
	found.unread.push(`${found.path}: ${node.getText()}`);
	return [];
}

/** What a constant of the file is set to. */
function constantNamed(name: ts.Identifier): ts.Expression | undefined {
	let initializer: ts.Expression | undefined;
	const visit = (node: ts.Node): void => {
		if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === name.text) initializer = node.initializer;
		ts.forEachChild(node, visit);
	};
	visit(name.getSourceFile());
	return initializer;
}

/** `action: 'entity.verb'` anywhere, whoever writes it: so that a writer which this test does not know is not overlooked. */
const written = (text: string) => [...text.matchAll(/\baction: [^\n]*?'([a-z_-]+\.[a-z-]+)'/g)].map((match) => match[1]!);

const sources = sourceFiles('src/lib/server', ['.ts']).filter(({ path }) => !path.endsWith('.test.ts') && path !== 'src/lib/server/platform/audit.ts');
const read = sources.filter(({ text }) => /Audit|auditRow|\baction\b|\.audit\(|\.record\(|\bnote\(/.test(text)).map(({ path, text }) => actionsIn(path, text));
const names = new Set([...read.flatMap((found) => found.names), ...sources.flatMap(({ text }) => written(text))]);

test('every action that code records can be read out of it; what it is made of stands in MADE_OF', () => {
	expect([...new Set(read.flatMap(({ unread }) => unread))]).toEqual([]);
	// Some made in each way, so that a reader that finds nothing does not pass.
	for (const name of ['listing.start', 'event.save-day', 'trade.admit-bidder', 'centre.remove-agency', 'working-group.hand-action', 'agreement.grant-marks', 'docking.fix-meeting', 'project.milestone-drop', 'user.second-factor-on', 'listing.import-change'])
		expect([...names]).toContain(name);
});

test('every action that code records has words, so that the log shows no name of code', () => {
	expect([...names].filter((name) => actionWords(name) === undefined).sort()).toEqual([]);
});

test('no words stand for an action that no code records any more', () => {
	expect(Object.keys({ ...NETWORK_WORDS, ...COOPERATION_WORDS }).filter((name) => !names.has(name))).toEqual([]);
});
