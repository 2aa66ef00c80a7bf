import { createHmac } from 'node:crypto';

/**
 * The id under which somebody's answers to a survey stand, so that they can be changed until it closes.
 *
 * Of an anonymous survey this is how who was asked and what was answered stay apart. `event_survey_asked` says whom the letters
 * went to; nothing says who answered. `event_survey_sheet` holds answers under this id, without person and without time, and a
 * constraint keeps a registration out of it. The id is an HMAC (SHA-256) of survey and registration with the installation's
 * secret, which is not in the database: neither its rows nor a copy of them lead from a sheet to a person. When the survey has
 * closed, `sealSurveys` draws new ids by lot and writes the rows anew in the order of those: from then on nobody can say whose a
 * sheet is, with the secret neither. The audit log says that an answer was given, not by whom.
 *
 * So that it can be opened again, `event_survey_mark` keeps for REOPEN_DAYS the ids that the sheets had: with the secret they say
 * that somebody has answered, and so cannot answer twice, but not what, for the sheets have other ids. Of fewer than FEWEST_ANSWERS
 * sheets no marks are kept, among so few that alone would say too much: such a survey begins anew. What is answered after a survey
 * was opened again is of another round, and shown once there is enough of it (figures.ts), else the difference of two figures
 * would tell the answer of whoever came late.
 *
 * What this does not hold off: whoever has the secret and the database, before it closes; and words that give their writer away.
 */
export const sheetId = (secret: string, surveyId: string, registrationId: string): string => createHmac('sha256', secret).update(`survey:${surveyId}:${registrationId}`).digest('hex');
