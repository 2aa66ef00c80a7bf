import { checksBeforeSigning, mayBeSigned } from '#lib/agreements/checks.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { AGREEMENT_STEPS } from './agreement.ts';
import { changeAgreement, type AgreementChange } from './change-agreement.ts';
import { clauseRows } from './documents/clauses.ts';
import { composeAll } from './documents/compose.ts';
import { fingerprint } from './documents/fingerprint.ts';
import { answerReviews, askReviews, factsOf, setScanAside } from './queries.ts';
import { publishRegister } from './register/publish-register.ts';
import { reviewsOf } from './rules.ts';

/** Events that need no more than a button, and words where they must be given. */
export type PlainEvent = 'submit' | 'clear' | 'return' | 'reopen' | 'confirm' | 'dispute' | 'end' | 'abandon';

const STANDING = { sound: true, reviewsOpen: 0 };

/**
 * Takes an agreement a step on. `expected` is the version that the person saw. Errors: not_found, forbidden, conflict (also: a
 * check forbids the signature), invalid_input (words that must be given are not).
 */
export async function advanceAgreement(context: DockingContext, actor: Actor, input: { reference: string; event: PlainEvent; expected: number; words: string; language: Language }): Promise<void> {
	const { event, expected, reference } = input;
	await changeAgreement(context, actor, { reference, right: event, expected }, async (change) => {
		if (AGREEMENT_STEPS[event].needs === 'words' && input.words === '') throw new ExpectedError('invalid_input', 'This needs a word of why.', { field: 'words', detail: { code: 'required' } });
		const written = { words: input.words, language: input.language };
		switch (event) {
			case 'submit':
				return submit(change, written);
			case 'clear':
			case 'return':
				return review(change, actor, event, written);
			case 'confirm':
				await change.update({ state: change.after('confirm', STANDING) });
				return signed(change, 'confirm', change.row.signedOn!);
			case 'dispute':
				await setScanAside(change.tx, change.row.id, change.now);
				return plain(change, event, written, { signedOn: null });
			case 'reopen':
				return plain(change, event, written, { frozen: null, frozenSha256: null, frozenAt: null });
			default:
				return plain(change, event, written);
		}
	});
}

async function plain(change: AgreementChange, event: PlainEvent, written: { words: string; language: Language }, values: Parameters<AgreementChange['update']>[0] = {}): Promise<void> {
	const state = change.after(event, STANDING);
	await change.update({ state, ...values });
	await change.record(event, state, written);
	if (event === 'reopen') await change.pass('other', 'draft_agreement');
	if (event === 'dispute') await change.pass('other', 'sign_agreement');
	await change.tell('moved');
}

/** Puts the draft up for signature: checked, its text frozen, and read by the legal advisers whose centres require it. */
async function submit(change: AgreementChange, written: { words: string; language: Language }): Promise<void> {
	const facts = factsOf(change);
	const sound = mayBeSigned(checksBeforeSigning(facts, change.consents, change.now.toISOString().slice(0, 10)));
	if (!sound) throw new ExpectedError('conflict', 'Something must be mended before this is signed.');
	const centres = change.parties.flatMap(({ adviserCentreId }) => adviserCentreId ?? []);
	const asked = await askReviews(change.tx, change.row.id, [...new Set(centres)], change.now);
	const state = change.after('submit', { sound, reviewsOpen: asked.length });
	const frozen = composeAll(facts, change.row.reference, await clauseRows());
	await change.update({ state, frozen, frozenSha256: fingerprint(frozen), frozenAt: change.now });
	await change.record('submit', state, written);
	if (asked.length > 0) {
		await change.pass('officers', 'review_agreement');
		await change.tellReaders(asked);
	} else await change.pass('other', 'sign_agreement');
	await change.tell('moved');
}

async function review(change: AgreementChange, actor: Actor, event: 'clear' | 'return', written: { words: string; language: Language }): Promise<void> {
	const { reviews } = change.forRules;
	const mine = reviewsOf(actor, change.forRules);
	const open = reviews.filter(({ centreId, state }) => state === 'asked' && !mine.includes(centreId)).length;
	await answerReviews(change.tx, change.row.id, mine, { state: event === 'clear' ? 'approved' : 'returned', answeredBy: change.person?.userId ?? '', answeredAt: change.now });
	const state = change.after(event, { sound: true, reviewsOpen: open });
	await change.update({ state, ...(event === 'return' && { frozen: null, frozenSha256: null, frozenAt: null }) });
	await change.record(event, state, written, { centres: mine.join(', ') });
	if (event === 'return') await change.pass('officers', 'draft_agreement');
	else if (state === 'ready') await change.pass('offering', 'sign_agreement');
	await change.tell('moved');
}

/** What follows from a signature: counted by the database, entered into the register, told, and the docking and the trade go on. */
export async function signed(change: AgreementChange, step: 'confirm' | 'attest', signedOn: string): Promise<void> {
	await change.record(step, 'signed');
	await publishRegister(change.tx, change.row.id);
	await change.dockingSigned();
	await change.tradeContracted(signedOn);
	await change.tell('signed');
}
