import { eq, inArray } from 'drizzle-orm';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { putCentreEvent } from '#lib/server/centres/queries.ts';
import { event, eventDay, eventOrganiser, eventRoom, eventTable, eventVenue } from '#lib/server/events/tables.ts';
import { MEETING_LIMITS } from '#lib/meetings/vocabulary.ts';
import { openListingIdsOf } from '#lib/server/listings/queries.ts';
import { placeMeeting } from '#lib/server/meetings/standing/place-meeting.ts';
import { meetingFrame, meetingParticipant, meetingParticipantListing, meetingRequest, meetingSlot } from '#lib/server/meetings/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { delegateEmail, type SampleDelegate } from './sample-delegates.ts';

const EVENT = 'sample-b2b-2027';
const DAYS = ['2027-10-21', '2027-10-22'];
const TABLES = 6;
/** The first slot of each day in UTC: 9:00 in Da Nang. */
const BEGINS = '02:00:00Z';
const SLOTS_A_DAY = 10;
const DAY = 86_400_000;
const MINUTES = 30;

const texts = (en: string, zh: string, vi: string): LocalText[] => [
	{ language: 'en', text: en, provenance: 'original' },
	{ language: 'zh', text: zh, provenance: 'human-translation' },
	{ language: 'vi', text: vi, provenance: 'human-translation' },
];

interface Seeking {
	who: string;
	languages: Language[];
	seeks: string;
}

/** Who wants meetings, by the beginning of the sample account's address, and what he or she seeks. */
const PEOPLE: Seeking[] = [
	{ who: 'member.danang', languages: ['vi', 'en'], seeks: 'Forecasts of flash floods for valleys without gauges, and partners who test our fibre-optic sensing in dykes.' },
	{ who: 'member.singapore', languages: ['en', 'ta'], seeks: 'Provinces that try our flood maps and radar nowcasting in one rainy season.' },
	{ who: 'member.hangzhou', languages: ['zh', 'en'], seeks: 'Towns on salty rivers that need drinking water, and dyehouses that want to reuse theirs.' },
	{ who: 'member.vientiane', languages: ['lo', 'en'], seeks: 'Cold storage for vaccines off the grid, and clean water for rural clinics.' },
	{ who: 'member.chiangmai', languages: ['th', 'en'], seeks: 'Makers of sensors for portable devices.' },
	{ who: 'member.nanning', languages: ['zh'], seeks: 'Rapid tests for parasites that work in the field.' },
];

/** Who asks whom, and what became of it. */
const REQUESTS: { from: string; to: string; message: string; is: 'asked' | 'accepted' | 'booked' | 'refused'; mutual?: boolean }[] = [
	{ from: 'member.danang', to: 'member.singapore', message: 'Your nowcasting could warn our valleys. We would like to hear what it needs.', is: 'booked', mutual: true },
	{ from: 'member.hangzhou', to: 'member.vientiane', message: 'A container that makes drinking water from brackish wells runs on sun alone. May we show it to you?', is: 'booked' },
	{ from: 'member.singapore', to: 'member.hangzhou', message: 'After a flood, wells are salty. Let us see whether our maps can say where your plants are needed first.', is: 'asked' },
	{ from: 'member.chiangmai', to: 'member.danang', message: 'We look for people who build fibre sensors.', is: 'accepted' },
	{ from: 'member.nanning', to: 'member.vientiane', message: 'We would like to talk about tests for liver flukes.', is: 'accepted', mutual: true },
	{ from: 'member.chiangmai', to: 'member.hangzhou', message: 'Do you make small filters for devices?', is: 'refused' },
];

/** A sample event of B2B meetings: half of its slots are booked on acceptance, half wait for one schedule. The people of accounts come, and `delegates`, with whom there is nothing yet. */
export async function insertSampleMeetings(tx: Transaction, delegates: readonly SampleDelegate[], now: Date): Promise<void> {
	await asActor(tx, operator('sample'), async () => {
		const slots = await insertEvent(tx, now);
		const comes = delegates.filter((each) => each.comes).map((each): Seeking => ({ who: delegateEmail(each).split('@')[0]!, languages: each.languages, seeks: each.seeks ?? '' }));
		const registrations = await insertPeople(tx, [...PEOPLE, ...comes], now);
		let next = 0;
		for (const [index, { from, to, message, is, mutual = false }] of REQUESTS.entries()) {
			const [one, other] = [registrations.get(from), registrations.get(to)];
			// A network that was loaded without sample accounts has nobody to ask.
			if (!one || !other) continue;
			const at = new Date(now.getTime() - (REQUESTS.length - index) * DAY);
			const answered = is === 'asked' ? null : now;
			const [request] = await tx
				.insert(meetingRequest)
				.values({ eventId: EVENT, fromRegistrationId: one, toRegistrationId: other, message, messageLanguage: 'en', state: is === 'booked' ? 'accepted' : is, mutual, expiresAt: new Date(`${DAYS[0]}T00:00:00Z`), answeredAt: answered, answerReason: is === 'refused' ? 'topic' : null, toldAt: at, answerToldAt: answered, createdAt: at })
				.returning();
			const slot = slots[next];
			if (is === 'booked' && slot) await placeMeeting(tx, request!, { slot, tableId: slot.tableIds[next++]!, interpreterId: null }, { origin: 'booked', now });
		}
	});
}

/** Answers the slots to book, in order, with the tables. */
async function insertEvent(tx: Transaction, now: Date) {
	const published = new Date(now.getTime() - 10 * DAY);
	await tx.insert(event).values({
		id: EVENT,
		kind: 'b2b-meeting',
		names: texts('B2B meetings on water and floods 2027 (sample)', '2027年水与防洪对接洽谈会（示例）', 'Kết nối doanh nghiệp về nước và phòng chống lũ 2027 (mẫu)'),
		theme: [],
		about: texts('Two days of meetings for people who have a technology against floods or for clean water, and people who need one.', '为期两天的一对一洽谈，面向拥有防洪或清洁用水技术的一方与需要这些技术的一方。', 'Hai ngày gặp gỡ giữa những người có công nghệ chống lũ, cấp nước sạch và những người cần công nghệ đó.'),
		place: texts('Da Nang', '岘港', 'Đà Nẵng'),
		facts: [],
		startsOn: DAYS[0]!,
		endsOn: DAYS.at(-1)!,
		country: 'VN',
		timeZone: 'Asia/Ho_Chi_Minh',
		languages: ['en', 'zh', 'vi'],
		areas: ['environment-energy'],
		centreId: 'vietnam',
		source: '',
		isSample: true,
		publishedAt: published,
		createdAt: published,
		updatedAt: published,
	});
	await tx.insert(eventOrganiser).values({ eventId: EVENT, role: 'host', centreId: 'vietnam' });
	await putCentreEvent(tx, 'vietnam', EVENT);
	const [venue] = await tx.insert(eventVenue).values({ eventId: EVENT, names: texts('Sample River Hall', '示例江畔会馆', 'Nhà hội nghị ven sông (mẫu)') }).returning();
	const [room] = await tx.insert(eventRoom).values({ eventId: EVENT, venueId: venue!.id, names: texts('Meeting tables', '洽谈桌区', 'Khu bàn gặp gỡ') }).returning();
	await tx.insert(eventRoom).values({ eventId: EVENT, venueId: venue!.id, names: texts('Entrance hall', '入口大厅', 'Sảnh vào'), position: 1 });
	const tables = await tx.insert(eventTable).values(Array.from({ length: TABLES }, (_none, index) => ({ eventId: EVENT, roomId: room!.id, label: `W${index + 1}`, position: index }))).returning();
	const days = await tx.insert(eventDay).values(DAYS.map((day) => ({ eventId: EVENT, day, opens: '09:00', closes: '17:00' }))).returning();
	await tx.insert(meetingFrame).values({ eventId: EVENT, state: 'open', mode: 'both', slotMinutes: MINUTES, requestLimit: 15, answerDays: 14, changedAt: published });
	const slots = await tx
		.insert(meetingSlot)
		.values(days.flatMap(({ id, day }) => Array.from({ length: SLOTS_A_DAY }, (_none, index) => ({ eventId: EVENT, dayId: id, startsAt: new Date(Date.parse(`${day}T${BEGINS}`) + index * MINUTES * 60_000), minutes: MINUTES, kind: index < SLOTS_A_DAY / 2 ? ('booking' as const) : ('collected' as const) }))))
		.returning();
	return slots.filter(({ kind }) => kind === 'booking').map((slot) => ({ ...slot, tableIds: tables.map(({ id }) => id) }));
}

/** Registers sample people and has them want meetings with what their organisations show; answers the registrations by account. */
async function insertPeople(tx: Transaction, people: readonly Seeking[], now: Date): Promise<Map<string, string>> {
	const rows = await tx
		.select({ id: user.id, name: user.name, email: user.email, language: user.language, organisationId: organisation.id, worksAt: organisation.names, country: organisation.country })
		.from(user)
		.innerJoin(membership, eq(membership.userId, user.id))
		.innerJoin(organisation, eq(organisation.id, membership.organisationId))
		.where(inArray(user.email, people.map(({ who }) => `${who}@mitra.example`)));
	const registrations = new Map<string, string>();
	for (const [index, { who, languages, seeks }] of people.entries()) {
		const person = rows.find(({ email }) => email === `${who}@mitra.example`);
		if (!person) continue;
		const language = isLanguage(person.language) ? person.language : 'en';
		const [row] = await tx
			.insert(eventRegistration)
			.values({ eventId: EVENT, personId: person.id, organisationId: person.organisationId, worksAt: person.worksAt, state: 'approved', category: 'delegate', names: [{ language, text: person.name, provenance: 'original' }], country: person.country, languages, badge: `DEM${String(index).padStart(5, '0')}`, isSample: true, createdAt: now, updatedAt: now })
			.returning({ id: eventRegistration.id });
		await tx.insert(meetingParticipant).values({ registrationId: row!.id, eventId: EVENT, seeks, seeksLanguage: 'en', joinedAt: new Date(now.getTime() + index), changedAt: now });
		const listings = await openListingIdsOf(tx, person.organisationId, MEETING_LIMITS.listings);
		if (listings.length > 0) await tx.insert(meetingParticipantListing).values(listings.map((listingId) => ({ registrationId: row!.id, listingId })));
		registrations.set(who, row!.id);
	}
	return registrations;
}
