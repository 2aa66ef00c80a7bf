import type { DockingContext } from '#lib/server/docking/context.ts';
import { contactPeopleOf } from '#lib/server/docking/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { agreementLetter } from './letters.ts';
import { consentsToRemindOf, findAgreement, peopleOfParties, updateConsent, type AgreementPerson, type FoundAgreement } from './queries.ts';

const system = operator('reminders of consents');
const AT_ONCE = 100;

/** Reminds who uses a name, logo or badge, and whose it is, once and some weeks before the consent ends. Answers how many consents. */
export async function remindOfMarks(context: DockingContext): Promise<number> {
	const today = context.clock().toISOString().slice(0, 10);
	let all = 0;
	for (;;) {
		const done = await asActor(context.db, system, async (tx) => {
			const due = await consentsToRemindOf(tx, today, AT_ONCE);
			for (const { id, agreementId, ownerPosition, userPosition } of due) {
				const found = await findAgreement(tx, { id: agreementId });
				await updateConsent(tx, id, { remindOn: null });
				if (!found || found.row.state === 'abandoned') continue;
				const { reference } = found.row;
				for (const person of await peopleAt(tx, found, [ownerPosition, userPosition])) await sendMail(tx, context.jobs, agreementLetter(person, { reference, baseUrl: context.baseUrl, news: 'marks-ending' }));
				await recordAudit(tx, { actor: system, action: 'agreement.remind-marks', entity: 'agreement', entityId: agreementId, detail: { reference } });
			}
			return due.length;
		});
		all += done;
		if (done < AT_ONCE) return all;
	}
}

/** The people of parties: of a docking its contact people, else who writes for the organisation or serves the centre that is the party. */
async function peopleAt(tx: Transaction, { row, parties }: FoundAgreement, positions: readonly number[]): Promise<AgreementPerson[]> {
	const here = parties.filter(({ position }) => positions.includes(position));
	if (row.fromDocking) return row.dockingId === null ? [] : (await contactPeopleOf(tx, row.dockingId)).filter(({ side }) => here.some((party) => party.side === side));
	return peopleOfParties(tx, here.map((party) => (party.centreId === null ? { ...party, adviserCentreId: null } : party)));
}
