import { fail } from '@sveltejs/kit';
import { actingMember, asksToSignIn, heldForm, pageMember } from '#lib/server/accounts/acting-person.ts';
import { memberWaiting } from '#lib/server/brokering/member-desk.ts';
import { VISITOR } from '#lib/server/accounts/actor.ts';
import { changeLife } from '#lib/server/listings/change-life.ts';
import { deskLines, lifeChangeOf, type DeskLine } from '#lib/server/listings/desk.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import type { CounterpartCard } from '#lib/search/types.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 30;
/** Published listings whose counterparts are counted, and how many of each: more would cost time and say nothing more. */
const COUNTED = 12;
const COUNTED_EACH = 8;
const PANEL = 6;

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { lines: [], states: [], state: '', page: 1, pages: 1, counterparts: [], waiting: 0, member: false, organisations: 0, brokered: { introductions: 0, questions: 0 } };
	const member = pageMember(event);
	const { mitra } = event.locals;
	const [all, brokered] = await Promise.all([deskLines(mitra.db, member, mitra.clock()), memberWaiting(mitra.db, member)]);
	const states = [...new Set(all.map(({ state }) => state))].map((state) => ({ state, count: all.filter((line) => line.state === state).length }));
	const state = event.url.searchParams.get('state') ?? '';
	const chosen = states.some((each) => each.state === state) ? all.filter((line) => line.state === state) : all;
	const pages = Math.max(1, Math.ceil(chosen.length / PAGE));
	const page = Math.min(pages, Math.max(1, Math.trunc(Number(event.url.searchParams.get('page'))) || 1));
	const shown = chosen.slice((page - 1) * PAGE, page * PAGE);
	const found = counted(mitra.search, [...shown, ...all]);
	return {
		lines: shown.map((line) => ({ ...line, counterparts: found.get(line.id)?.length ?? null })),
		states,
		state: chosen === all ? '' : state,
		page,
		pages,
		waiting: all.filter(({ waits }) => waits !== null && waits !== 'draft').length,
		counterparts: best(found, all),
		member: true,
		organisations: member.organisations.size,
		brokered,
	};
};

function counted(search: SearchService, lines: DeskLine[]): Map<string, CounterpartCard[]> {
	const published = new Set(lines.filter(({ state }) => state === 'published').map(({ id }) => id));
	return new Map([...published].slice(0, COUNTED).map((id) => [id, search.counterparts(id, COUNTED_EACH)]));
}

function best(found: Map<string, CounterpartCard[]>, lines: DeskLine[]) {
	return [...found]
		.flatMap(([id, cards]) => {
			const mine = lines.find((line) => line.id === id);
			return mine ? cards.slice(0, 2).map(({ card, score }) => ({ card, score, mine: { reference: mine.reference, title: mine.title, language: mine.language } })) : [];
		})
		.sort((a, b) => b.score - a.score)
		.slice(0, PANEL);
}

export const actions: Actions = {
	change: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const { mitra } = event.locals;
		const change = lifeChangeOf(form.get('change'), form.get('reason'));
		const id = String(form.get('id') ?? '');
		if (!change) return fail(422, { failed: 'invalid_input' as const, id });
		try {
			await changeLife(mitra, who.member, { listingId: listingId(id), change });
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			if (form.has('again_email')) {
				event.locals.actor = VISITOR;
				return fail(401, { held: heldForm(event, form, 'other') });
			}
			return fail(error.status, { failed: error.code, id });
		}
		await mitra.search.refresh(id);
		return { changed: change.type, id };
	},
};
