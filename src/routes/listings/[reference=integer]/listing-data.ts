import { minorDigits } from '#lib/text/currency.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { PageData } from './$types';

type ListingView = PageData['view'];

/** A listing as schema.org says it: an offer is a Product with its Offer, a need is a Demand for one. Public facts only. */
export function listingData(view: ListingView, address: string, areaLabels: string[], reader: Language): Record<string, unknown> {
	const { content, owner } = view;
	const organisation = owner.named && !owner.hidden
		? { '@type': 'Organization', name: localTextFor(owner.named.names, reader)?.text }
		: undefined;
	const described = {
		'@context': 'https://schema.org',
		name: content.title,
		description: content.summary,
		inLanguage: content.language,
		url: address,
		identifier: String(view.reference),
	};
	if (view.kind === 'offer')
		return {
			...described,
			'@type': 'Product',
			category: areaLabels,
			keywords: content.keywords.join(', ') || undefined,
			manufacturer: organisation,
			offers: {
				'@type': 'Offer',
				url: address,
				availability: view.state === 'published' ? 'https://schema.org/InStock' : 'https://schema.org/Discontinued',
				validThrough: view.validUntil ?? undefined,
				offeredBy: organisation,
				...priceData(content.price),
			},
		};
	return {
		...described,
		'@type': 'Demand',
		itemOffered: { '@type': 'Product', name: content.title, category: areaLabels },
		availabilityEnds: view.validUntil ?? undefined,
		eligibleRegion: content.countries.length > 0 ? content.countries : undefined,
	};
}

function priceData(price: ListingView['content']['price']): Record<string, unknown> {
	if (!price || (price.min === null && price.max === null)) return {};
	const digits = minorDigits(price.currency);
	const major = (minor: number | null) => (minor === null ? undefined : minor / 10 ** digits);
	return {
		priceCurrency: price.currency,
		priceSpecification: { '@type': 'PriceSpecification', priceCurrency: price.currency, minPrice: major(price.min), maxPrice: major(price.max) },
	};
}
