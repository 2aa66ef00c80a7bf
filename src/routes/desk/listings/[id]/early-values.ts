import { EMPTY_RIGHT, readFormValues, type ListingFormValues } from '#lib/listings/listing-form.ts';

/** Fields that the form of an offer, or of a need, does not have. */
const ABSENT = {
	offer: ['hasBudget', 'budgetMin', 'budgetMax', 'budgetCurrency', 'budgetSource'],
	need: ['priceKind', 'priceBasis', 'priceMin', 'priceMax', 'priceCurrency'],
} as const;

/** The form as it stands in the page before this script took it over; null where the page was not sent by the server. */
export function formBefore(id: string): ListingFormValues | null {
	if (typeof document === 'undefined') return null;
	const form = document.getElementById(id);
	return form instanceof HTMLFormElement ? readFormValues(new FormData(form)) : null;
}

/**
 * What a person typed or chose otherwise than the given values; null where nothing is. On a slow line people write before
 * the script arrives, and taking the form over would put back what the server sent.
 */
export function typedOver(values: ListingFormValues, typed: ListingFormValues, kind: 'offer' | 'need'): ListingFormValues | null {
	const absent: readonly string[] = ABSENT[kind];
	const said = (each: ListingFormValues) => {
		const { rights, ...rest } = each;
		const filled = rights.filter((right) => Object.values(right).some((value) => value !== ''));
		return JSON.stringify([filled, ...Object.entries(rest).filter(([name]) => !absent.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1))]);
	};
	const plain = (each: ListingFormValues) => said(JSON.parse(JSON.stringify(each).replace(/\\r\\n/g, '\\n')) as ListingFormValues);
	if (plain(values) === plain(typed)) return null;
	const kept = Object.fromEntries(Object.entries(values).filter(([name]) => absent.includes(name)));
	return { ...typed, ...kept, rights: [...typed.rights, { ...EMPTY_RIGHT }] };
}
