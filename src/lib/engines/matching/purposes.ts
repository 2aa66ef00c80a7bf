import type { Reading } from '../reading/text-reader.ts';
import { stemEnglish } from '../text/stem-english.ts';

/**
 * What things are made for, by the words (of the pivot, English) that say so. A need of an instrument that measures vapours is not
 * met by a catalyst that destroys them, though both speak of the same vapours.
 */
const WORDS = {
	measure: `measure measurement sense sensing sensor detect detection detector monitor monitoring instrument instrumentation spectrometer
		spectroscopy imaging imager imagery assay inspect inspection metrology meter calibrate calibration probe radar lidar camera
		telescope biosensor analyzer surveillance characterize characterization diagnose diagnosis diagnostic screen screening biomarker`,
	remove: `remove removal destruction destroy clean cleaning purify purification decontaminate decontamination remediation incinerate
		incinerator filtration filter abatement disinfect disinfection sterilize sterilization separation separate desalination scrubber degrade
		degradation mitigation mitigate`,
	store: 'storage store battery capacitor supercapacitor flywheel accumulator electrolyte anode cathode',
	generate: 'generate generation generator harvest harvesting turbine photovoltaic solar reactor wind',
	compute: `simulate simulation software algorithm compute computing computational computer code model modeling modelling predict prediction
		database visualize visualization optimize optimization decision autonomy autonomous`,
	make: `manufacture manufacturing fabricate fabrication synthesis synthesize machining weld welding printing printer cast casting mill
		milling extrusion deposit deposition grow growth polish polishing assembly`,
	protect: 'secure security protect protection shield shielding armor encryption cryptography attack defense threat vulnerability',
	teach: 'educate education teach teaching teacher student curriculum school classroom learner pedagogy train training',
	move: 'propulsion thrust thruster engine vehicle launch aircraft rotorcraft locomotive',
	communicate: 'communicate communication antenna transceiver radio wireless broadband modem',
	heal: 'therapy therapeutic drug vaccine pharmaceutical inhibitor antibody antibiotic treatment surgery surgical implant',
	material: 'material coating alloy composite ceramic polymer fiber film resin steel',
} as const;

export type Purpose = keyof typeof WORDS;
export const PURPOSES = Object.keys(WORDS) as Purpose[];

const PURPOSE_OF = new Map(PURPOSES.flatMap((purpose, place) => WORDS[purpose].split(/\s+/).map((word) => [stemEnglish(word), place] as const)));

/** What is less sure is a paraphrase (rice: mill), which says what is near and not what it is for. */
const LEAST_SURE = 0.2;

/** Adds what a text says of purposes to `sums`, in the order of PURPOSES: one a mention, as far as its translation is sure. */
export function addPurposes(sums: Float32Array, { pivots }: Reading): void {
	for (const { pivot, weight } of pivots) {
		const purpose = PURPOSE_OF.get(pivot);
		if (purpose !== undefined && weight >= LEAST_SURE) sums[purpose]! += weight;
	}
}

/** How far two listings are for the same: the cosine of what they say of purposes, 0..1; 0 where one says nothing. */
export function purposeLikeness(a: Float32Array, b: Float32Array): number {
	const length = Math.hypot(...a) * Math.hypot(...b);
	return length === 0 ? 0 : a.reduce((sum, value, i) => sum + value * b[i]!, 0) / length;
}

/** The purpose that a listing speaks of most; undefined where of none. */
export function mainPurpose(sums: Float32Array): Purpose | undefined {
	const most = Math.max(...sums);
	return most > 0 ? PURPOSES[sums.indexOf(most)] : undefined;
}
