import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { answersCsv } from '#lib/server/registration/surveys/answers-csv.ts';
import { surveyTable } from '#lib/server/registration/surveys/view-surveys.ts';
import type { RequestHandler } from './$types';

/** The answers to a survey, for spreadsheets. */
export const GET: RequestHandler = async (event) => {
	const { mitra, language } = event.locals;
	const table = await surveyTable(mitra, pageMember(event), event.params.id, idOfAddress(event.params.survey));
	return new Response(answersCsv(table, language), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${event.params.id}-answers.csv"`, 'cache-control': 'private, no-store' } });
};
