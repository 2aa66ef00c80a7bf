declare module 'myanmar-tools' {
	export class ZawgyiDetector {
		/** Probability that the text is Zawgyi; -Infinity when it has no Burmese letters. */
		getZawgyiProbability(text: string): number;
	}
	export class ZawgyiConverter {
		zawgyiToUnicode(text: string): string;
		unicodeToZawgyi(text: string): string;
	}
	const tools: { ZawgyiDetector: typeof ZawgyiDetector; ZawgyiConverter: typeof ZawgyiConverter };
	export default tools;
}
