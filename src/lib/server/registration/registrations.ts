/** Who comes to an event: what other modules know of registrations. */
export { ownRegistration, participantsOf, registeredPeople, type Participant, type RegistrationRow } from './participants/queries.ts';
