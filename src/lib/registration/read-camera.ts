/** Looks for QR codes in what a camera sees. */
export interface CodeReader {
	stop(): void;
}

interface Detector {
	detect(image: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

/** The browser's own detector where it reads QR codes, else a decoder of ours (npm `qr`), which every browser runs. */
async function codeDetector(): Promise<(video: HTMLVideoElement) => Promise<string | undefined>> {
	const own = (globalThis as { BarcodeDetector?: { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> } }).BarcodeDetector;
	if (own && (await own.getSupportedFormats().catch(() => [] as string[])).includes('qr_code')) {
		const detector = new own({ formats: ['qr_code'] });
		return async (video) => (await detector.detect(video))[0]?.rawValue;
	}
	const { codeInPicture } = await import('#lib/registration/read-picture.ts');
	const canvas = document.createElement('canvas');
	return async (video) => {
		// Smaller pictures are read as well, and many times faster.
		const scale = Math.min(1, 640 / Math.max(video.videoWidth, video.videoHeight));
		canvas.width = Math.round(video.videoWidth * scale);
		canvas.height = Math.round(video.videoHeight * scale);
		const pixels = canvas.getContext('2d', { willReadFrequently: true })!;
		pixels.drawImage(video, 0, 0, canvas.width, canvas.height);
		return codeInPicture(pixels.getImageData(0, 0, canvas.width, canvas.height));
	};
}

/** Shows the camera at the back of the phone in `video` and tells each code it sees. Errors: those of getUserMedia. */
export async function readCamera(video: HTMLVideoElement, found: (code: string) => void): Promise<CodeReader> {
	const detect = await codeDetector();
	const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false });
	video.srcObject = stream;
	await video.play();
	let timer: ReturnType<typeof setTimeout> | undefined;
	let stopped = false;
	const look = async () => {
		const code = video.videoWidth > 0 ? await detect(video).catch(() => undefined) : undefined;
		if (stopped) return;
		if (code) found(code);
		timer = setTimeout(() => void look(), 150);
	};
	void look();
	return {
		stop: () => {
			stopped = true;
			clearTimeout(timer);
			stream.getTracks().forEach((track) => track.stop());
			video.srcObject = null;
		},
	};
}
