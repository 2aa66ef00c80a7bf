import { EVENT_LIMITS, SESSION_KINDS, SPEAKER_ROLES, type SessionKind, type SpeakerRole } from '#lib/events/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { languagesOf } from '#lib/server/centres/input.ts';
import { choiceInput, clockOf, countOf, idIn, isUuid, textsInput, wrong } from './input.ts';

/** A session as its form says it. Times are on the clock of the event's zone. */
export interface SessionInput {
	kind: SessionKind;
	dayId: string;
	starts: string;
	ends: string;
	trackId: string | null;
	roomId: string | null;
	languages: Language[];
	seats: number | null;
	titles: LocalText[];
	about: LocalText[];
	speaking: { speakerId: string; role: SpeakerRole }[];
}

/** Who speaks comes as `speaker_<id>` with the role; an empty one does not speak. Errors: invalid_input. */
export function sessionInput(form: FormData, languages: readonly Language[], before?: { titles: readonly LocalText[]; about: readonly LocalText[] }): SessionInput {
	const kind = choiceInput(form, 'kind', SESSION_KINDS);
	const dayId = idIn(form, 'day');
	if (!dayId) throw wrong('day', 'required');
	const speaking = [...form].flatMap(([name, value]) => {
		const role = SPEAKER_ROLES.find((each) => each === value);
		return name.startsWith('speaker_') && isUuid(name.slice(8)) && role ? [{ speakerId: name.slice(8), role }] : [];
	});
	return {
		kind,
		dayId,
		starts: clockOf(form, 'starts'),
		ends: clockOf(form, 'ends'),
		trackId: idIn(form, 'track'),
		roomId: idIn(form, 'room'),
		languages: languagesOf(form, 'spoken'),
		seats: countOf(form, 'seats', 100_000),
		titles: textsInput(form, 'title', languages, { limit: EVENT_LIMITS.name, required: true, ...(before ? { before: before.titles } : {}) }),
		about: textsInput(form, 'about', languages, { limit: EVENT_LIMITS.sessionAbout, lines: true, ...(before ? { before: before.about } : {}) }),
		speaking,
	};
}
