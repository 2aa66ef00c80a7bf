import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoMercator, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { FeatureCollection, Geometry, Polygon } from 'geojson';

export const MAP_WIDTH = 720;
export const MAP_HEIGHT = 640;

/** Islets smaller than this, in square units of the map, are left out: they are dust on a phone and weigh as much as a coast. */
const LEAST_ISLAND = 1.2;

/** West, south, east and north of what is drawn, in degrees: Yunnan to Timor, Myanmar to the Philippines, and China. */
const WINDOW = { west: 73, south: -11.5, east: 142, north: 50 };

/** ISO 3166 numeric codes of world-atlas, by the state they are drawn with. */
const MEMBER_OF: Record<string, string> = {
	'156': 'CN',
	'158': 'CN',
	'344': 'CN',
	'446': 'CN',
	'096': 'BN',
	'116': 'KH',
	'360': 'ID',
	'418': 'LA',
	'458': 'MY',
	'104': 'MM',
	'608': 'PH',
	'702': 'SG',
	'764': 'TH',
	'626': 'TL',
	'704': 'VN',
};

const projection = geoMercator().fitExtent(
	[
		[0, 0],
		[MAP_WIDTH, MAP_HEIGHT],
	],
	{
		type: 'MultiPoint',
		coordinates: [
			[WINDOW.west, WINDOW.south],
			[WINDOW.east, WINDOW.north],
		],
	},
);

/** Where a place lies on the map, in the map's units; null outside it. */
export function placeOnMap(latitude: number, longitude: number): { x: number; y: number } | null {
	const point = projection([longitude, latitude]);
	if (!point) return null;
	const [x, y] = point;
	if (x < 0 || y < 0 || x > MAP_WIDTH || y > MAP_HEIGHT) return null;
	return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
}

let drawn: string | undefined;

/**
 * The outlines of China and ASEAN and of their neighbours as one SVG image, drawn once from world-atlas (Natural Earth,
 * 1:50m), in the colours of the light and the dark theme.
 */
export function regionMapImage(): string {
	return (drawn ??= draw());
}

function draw(): string {
	const path = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
	const topology = JSON.parse(readFileSync(path, 'utf8')) as Topology<{ countries: GeometryCollection }>;
	const { features } = feature(topology, topology.objects.countries) as FeatureCollection;
	projection.clipExtent([
		[-5, -5],
		[MAP_WIDTH + 5, MAP_HEIGHT + 5],
	]);
	const outline = geoPath(projection).digits(1);
	const members = new Map<string, Polygon[]>();
	const neighbours: Polygon[] = [];
	for (const country of features) {
		const code = MEMBER_OF[String(country.id)];
		const large = polygonsOf(country.geometry).filter((polygon) => outline.area(polygon) >= LEAST_ISLAND || code === 'SG');
		if (code) members.set(code, [...(members.get(code) ?? []), ...large]);
		else neighbours.push(...large);
	}
	const pathOf = (polygons: Polygon[]) =>
		outline({ type: 'MultiPolygon', coordinates: polygons.map((polygon) => polygon.coordinates) }) ?? '';
	const lands = [...members.values()].map((polygons) => `<path class="m" d="${pathOf(polygons)}"/>`);
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${MAP_WIDTH} ${MAP_HEIGHT}"><style>.n{fill:#f1f2ec;stroke:#dedfd6;stroke-width:.6}.m{fill:#cfe3da;stroke:#fbfaf6;stroke-width:.9}@media(prefers-color-scheme:dark){.n{fill:#16241f;stroke:#2b3d36}.m{fill:#23493d;stroke:#0f1a17}}</style><path class="n" d="${pathOf(neighbours)}"/>${lands.join('')}</svg>`;
}

function polygonsOf(geometry: Geometry): Polygon[] {
	if (geometry.type === 'Polygon') return [geometry];
	if (geometry.type !== 'MultiPolygon') return [];
	return geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }));
}
