import { redirect } from '@sveltejs/kit';
import { DOCKING_STATES, type DockingState } from '#lib/docking/vocabulary.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { addPerson } from '#lib/server/docking/change-people.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import { isOpen } from '#lib/server/docking/docking.ts';
import type { DockingLine } from '#lib/docking/types.ts';
import { afterOf } from '#lib/server/docking/lists/queries.ts';
import { centreDockings, dockingsOfColleagues, ownDockings } from '#lib/server/docking/view-lists.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { allCentres } from '#lib/server/network/queries.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const STATES = { open: DOCKING_STATES.filter(isOpen), over: DOCKING_STATES.filter((state) => !isOpen(state)) };

export const load: PageServerLoad = async (event) => {
	const empty = { lines: [] as DockingLine[], next: null as string | null, colleagues: [] as Awaited<ReturnType<typeof dockingsOfColleagues>>, centres: [] as { id: string; names: Awaited<ReturnType<typeof allCentres>>[number]['names'] }[], centreId: null as string | null, show: 'open' };
	if (asksToSignIn(event)) return empty;
	const member = pageMember(event);
	const { db } = event.locals.mitra;
	const search = event.url.searchParams;
	const after = afterOf(search.get('after'));
	const centres = member.centres.size === 0 ? [] : (await allCentres(db)).filter(({ id }) => member.centres.has(id)).map(({ id, names }) => ({ id, names }));
	// Officers look at their centre's; who also is a contact person somewhere finds those under "as contact person".
	const asked = search.get('centre');
	const centreId = asked === '' ? null : (centres.find(({ id }) => id === asked)?.id ?? (member.organisations.size === 0 ? (centres[0]?.id ?? null) : null));
	const show = search.get('show') ?? 'open';
	if (centreId) {
		const state = DOCKING_STATES.find((each) => each === show);
		return { ...empty, ...(await centreDockings(db, member, { centreId, state, after })), centres, centreId, show: state ?? 'all' };
	}
	const states: readonly DockingState[] | undefined = show === 'all' ? undefined : show === 'over' ? STATES.over : STATES.open;
	return { ...empty, ...(await ownDockings(db, member, { states, after })), colleagues: after ? [] : await dockingsOfColleagues(db, member), centres, show };
};

export const actions: Actions = {
	/** An owner becomes a contact person of a docking of the organisation. */
	join: (event) =>
		memberForm(event, async (member, form) => {
			const reference = String(form.get('reference') ?? '');
			await addPerson(dockingContext(event.locals.mitra), member, { reference, personId: member.userId });
			redirect(303, href(`/docking/${encodeURIComponent(reference)}`));
		}),
};
