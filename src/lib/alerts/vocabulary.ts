/** How often a person wants to be told what a saved search found. */
export const RHYTHMS = ['immediate', 'daily', 'weekly', 'none'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** The rhythms that send letters. */
export const LETTER_RHYTHMS = ['immediate', 'daily', 'weekly'] as const satisfies readonly Rhythm[];
export type LetterRhythm = (typeof LETTER_RHYTHMS)[number];

/** Saved searches that a person may have. */
export const MOST_SEARCHES = 50;
export const NAME_LIMIT = 100;

export function isRhythm(value: unknown): value is Rhythm {
	return (RHYTHMS as readonly unknown[]).includes(value);
}

/** Zones of the network's countries, by country, for the choice of when it is morning. */
export const TIME_ZONES: readonly { zone: string; country: string }[] = [
	{ zone: 'Asia/Shanghai', country: 'CN' },
	{ zone: 'Asia/Brunei', country: 'BN' },
	{ zone: 'Asia/Phnom_Penh', country: 'KH' },
	{ zone: 'Asia/Jakarta', country: 'ID' },
	{ zone: 'Asia/Makassar', country: 'ID' },
	{ zone: 'Asia/Jayapura', country: 'ID' },
	{ zone: 'Asia/Vientiane', country: 'LA' },
	{ zone: 'Asia/Kuala_Lumpur', country: 'MY' },
	{ zone: 'Asia/Yangon', country: 'MM' },
	{ zone: 'Asia/Manila', country: 'PH' },
	{ zone: 'Asia/Singapore', country: 'SG' },
	{ zone: 'Asia/Bangkok', country: 'TH' },
	{ zone: 'Asia/Dili', country: 'TL' },
	{ zone: 'Asia/Ho_Chi_Minh', country: 'VN' },
];

/** Where the network's headquarters are. */
export const HOME_ZONE = 'Asia/Shanghai';

/** The zone that most people of a country live in, of those above. */
export function zoneOfCountry(country: string | null): string {
	return TIME_ZONES.find((each) => each.country === country)?.zone ?? HOME_ZONE;
}
