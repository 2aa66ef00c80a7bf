import type { DockingNews } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { DockingContext } from './context.ts';
import { advisersIn, contactPeopleOf, findDocking, noteLetter, type DockingPerson } from './queries.ts';

const HOUR = 3_600_000;

/**
 * Tells the contact people and advisers of a docking that there is something, with a link to it and nothing of what it is: one
 * letter a person, kind and hour at most. In the caller's transaction. `only`: these people among them.
 */
export async function tellDocking(
	context: Pick<DockingContext, 'jobs' | 'baseUrl' | 'clock'>,
	tx: Transaction,
	docking: { id: string; reference: string },
	kind: DockingNews,
	{ except, only }: { except?: Actor; only?: readonly string[] } = {},
): Promise<void> {
	// Who is told is looked up by the system: whoever caused it need not see everybody's address.
	await asActor(tx, operator('docking letters'), async (tx) => {
		const people = await peopleOfDocking(tx, docking.id);
		// Only now: the words of all letters are thousands of files, and who loads the samples needs none of them.
		const { dockingLetter: letterOf } = await import('./letters.ts');
		const self = except?.kind === 'member' ? except.userId : null;
		const hour = new Date(Math.floor(context.clock().getTime() / HOUR) * HOUR);
		for (const person of people) {
			if (person.id === self || (only && !only.includes(person.id))) continue;
			if (await noteLetter(tx, { dockingId: docking.id, personId: person.id, kind, hour })) await sendMail(tx, context.jobs, letterOf(person, { reference: docking.reference, kind, baseUrl: context.baseUrl }));
		}
	});
}

/** Contact people and advisers, each once; as the operator. */
export async function peopleOfDocking(tx: Transaction, dockingId: string): Promise<DockingPerson[]> {
	const found = await findDocking(tx, { id: dockingId });
	if (!found) return [];
	const contacts = await contactPeopleOf(tx, dockingId);
	const advisers = await advisersIn(tx, found.parties);
	return [...new Map([...contacts, ...advisers].map((person) => [person.id, person])).values()];
}
