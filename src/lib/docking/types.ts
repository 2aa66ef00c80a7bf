import type { Age, Ball, DockingSide, DockingStand, DockingState, InterestState, InterestStep, NextStep } from './vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** A docking as a list shows it. */
export interface DockingLine {
	id: string;
	reference: string;
	title: string;
	titleLanguage: Language;
	state: DockingState;
	ball: Ball;
	ballSince: Date;
	nextStep: NextStep;
	touchedAt: Date;
	offering: { names: LocalText[]; country: string };
	seeking: { names: LocalText[]; country: string };
	/** On which side the reader of the list stands. */
	stand: DockingStand;
}

/** An expression of interest as a list shows it. */
export interface InterestLine {
	id: string;
	state: InterestState;
	endedIn: InterestStep | null;
	createdAt: Date;
	stepSince: Date;
	dueAt: Date | null;
	listing: { reference: number; kind: 'offer' | 'need'; title: string; language: Language };
	organisation: { slug: string; names: LocalText[]; country: string };
}

/** One side of a docking as its people and advisers see it. */
export interface DockingPartyView {
	side: DockingSide;
	organisationId: string | null;
	slug: string | null;
	names: LocalText[];
	country: string;
	centreId: string;
	centreNames: LocalText[];
	people: { id: string; name: string; email: string; role: string }[];
	advisers: { id: string; name: string; email: string }[];
}

/** How far dockings that opened since a day have come. */
export interface Progress {
	/** How many have reached each stage, or gone beyond it. */
	reached: Record<Exclude<DockingState, 'stopped'>, number>;
	/** How many stand in each state now. */
	now: Record<DockingState, number>;
	/** How many were stopped after having come as far as this. */
	stoppedAt: Record<Exclude<DockingState, 'stopped'>, number>;
}

/** How many turns that go on have lasted how long, by who has the ball. */
export type Ageing = Record<Exclude<Ball, 'none'>, Record<Age, number>>;

/** What became of interests that were expressed since a day, and how long those on their way have been where they are. */
export interface InterestFigures {
	expressed: number;
	reachedOwner: number;
	states: Record<InterestState, number>;
	ageing: Record<InterestStep, Record<Age, number>>;
}
