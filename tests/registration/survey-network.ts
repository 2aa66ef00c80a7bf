import type { Actor } from '#lib/server/accounts/actor.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { saveSession } from '#lib/server/events/save-session.ts';
import { sessionInput } from '#lib/server/events/session-input.ts';
import { viewOwnBadge } from '#lib/server/registration/badges.ts';
import { doorReport, takeScans } from '#lib/server/registration/door/take-scans.ts';
import { answerSurvey } from '#lib/server/registration/surveys/answer-survey.ts';
import { askPeople } from '#lib/server/registration/surveys/ask-people.ts';
import { createSurvey, openSurvey, saveSurvey } from '#lib/server/registration/surveys/change-survey.ts';
import { viewSurveyAtDesk } from '#lib/server/registration/surveys/view-surveys.ts';
import type { Person } from '../centres/centres-network.ts';
import { formOf } from '../events/events-network.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from './registration-network.ts';

export const SESSION_ENDS = new Date('2027-03-15T04:00:00Z');
export const AFTERWARDS = new Date('2027-03-15T05:00:00Z');

export interface SurveyNetwork extends RegistrationNetwork {
	/** Five who come to events. */
	people: Person[];
	moveTo(moment: Date | string): void;
	/** A published event with a session and people who have places. */
	held(name: string, comers?: readonly Person[]): Promise<{ eventId: string; sessionId: string }>;
	checkIn(eventId: string, person: Person, sessionId: string | null): Promise<void>;
	/** An open survey with the two questions that each begins with. */
	opened(eventId: string, of: string, settings?: Record<string, string>): Promise<{ surveyId: string; rating: string; words: string }>;
	desk(eventId: string, surveyId: string, actor?: Actor): ReturnType<typeof viewSurveyAtDesk>;
	answer(actor: Person, eventId: string, surveyId: string, answers: Record<string, string | string[]>, language?: 'en' | 'zh'): Promise<void>;
	askAll(): Promise<void>;
	/** The letters that asked somebody about an event. */
	asked(person: Person, name: string): ReturnType<RegistrationNetwork['mailsTo']>;
}

export async function createSurveyNetwork(): Promise<SurveyNetwork> {
	const network = await createRegistrationNetwork();
	const { events, registration, officer } = network;
	const people = [...([network.owner, network.editor, network.reader] as Person[]), await network.person('zh-fourth', {}), await network.person('fifth', {})];
	const desk: SurveyNetwork['desk'] = (eventId, surveyId, actor = officer) => viewSurveyAtDesk(registration, actor, eventId, surveyId);
	async function addSession(eventId: string): Promise<string> {
		const { days } = await viewOrganised(events, network.secretariat as Person, eventId);
		const form = formOf({ kind: 'parallel', day: days[0]!.id, starts: '10:00', ends: '11:00', title_en: 'Salt and rice' });
		return (await saveSession(events, officer, { eventId, sessionId: null, expected: 0, session: sessionInput(form, ['en', 'zh']), words: [] })).id;
	}
	return {
		...network,
		people,
		desk,
		moveTo: (moment) => void (events.now = new Date(moment)),
		held: async (name, comers = people) => {
			const eventId = await network.open(name, { approval: null, wishes: [] });
			for (const person of comers) await network.comes(eventId, person);
			return { eventId, sessionId: await addSession(eventId) };
		},
		checkIn: async (eventId, person, sessionId) => {
			const { code } = (await viewOwnBadge(registration, person, eventId, 'en')).badge;
			await takeScans(registration, officer, eventId, doorReport({ door: 'North', session: sessionId, scans: [{ id: crypto.randomUUID(), code, at: events.now.toISOString(), session: sessionId }] }));
		},
		opened: async (eventId, of, settings = {}) => {
			const { id: surveyId } = await createSurvey(registration, officer, { eventId, form: formOf({ of }) });
			if (Object.keys(settings).length > 0) await saveSurvey(registration, officer, { eventId, surveyId, form: formOf({ closes_on: '2027-03-30', anonymous: 'yes', ...settings }) });
			await openSurvey(registration, officer, { eventId, surveyId });
			const { questions } = await desk(eventId, surveyId);
			return { surveyId, rating: questions[0]!.id, words: questions[1]!.id };
		},
		answer: async (actor, eventId, surveyId, answers, language = 'en') => {
			const shown = (await desk(eventId, surveyId)).questions.map(({ id }) => id);
			await answerSurvey(registration, actor, { eventId, surveyId, form: formOf({ shown, ...Object.fromEntries(Object.entries(answers).map(([id, value]) => [`q_${id}`, value])) }), language });
		},
		askAll: async () => {
			while ((await askPeople(registration)) > 0);
		},
		asked: async (person, name) => (await network.mailsTo(person)).filter(({ text }) => text.includes('/surveys/') && text.includes(name)),
	};
}
