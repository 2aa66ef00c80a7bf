import type { EventsContext } from '#lib/server/events/context.ts';
import { officersOfCentres, type EventRow } from '#lib/server/events/queries.ts';
import { writersOf, writersOfEach } from '#lib/server/membership/queries.ts';
import { organisationsById } from '#lib/server/network/queries.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { exhibitorLetter, gaveUpLetter, type ExhibitorFacts, type ExhibitorNews } from './letters.ts';
import { exhibitorsOf, standsOf } from './queries.ts';

type Context = Pick<EventsContext, 'jobs' | 'baseUrl'>;
type About = { row: Pick<EventRow, 'id' | 'names' | 'state'>; organisationId: string };

async function factsOf({ baseUrl }: Context, tx: Transaction, { row, organisationId }: About): Promise<ExhibitorFacts> {
	const [organisation] = await organisationsById(tx, [organisationId]);
	return { event: row, organisation: organisation!, baseUrl };
}

/** Tells those who write for an organisation what became of its stand. Of a draft nobody learns: they are told when it is published. */
export async function tellExhibitor(context: Context, tx: Transaction, about: About, news: ExhibitorNews): Promise<void> {
	if (about.row.state === 'draft') return;
	const facts = await factsOf(context, tx, about);
	for (const to of await writersOf(tx, about.organisationId)) await sendMail(tx, context.jobs, exhibitorLetter(to, facts, news));
}

/** Tells the exhibitors of an event that has just been published. */
export async function tellExhibitors(context: Context, tx: Transaction, row: About['row']): Promise<void> {
	const labels = new Map((await standsOf(tx, row.id)).map(({ id, label }) => [id, label]));
	const exhibitors = await exhibitorsOf(tx, row.id);
	const writers = await writersOfEach(tx, exhibitors.map(({ organisationId }) => organisationId));
	for (const { id, organisationId, organisation, standId } of exhibitors) {
		const news = { kind: 'exhibits', exhibitorId: id, stand: labels.get(standId ?? '') ?? null } as const;
		for (const to of writers.get(organisationId) ?? []) await sendMail(tx, context.jobs, exhibitorLetter(to, { event: row, organisation, baseUrl: context.baseUrl }, news));
	}
}

/** Tells the organisers that an exhibitor has given up its place. */
export async function tellOrganisers(context: Context, tx: Transaction, about: About, centres: ReadonlySet<string>): Promise<void> {
	const facts = await factsOf(context, tx, about);
	for (const to of await officersOfCentres(tx, centres)) await sendMail(tx, context.jobs, gaveUpLetter(to, facts));
}
