import sharp from 'sharp';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { EVENT_LIMITS } from '#lib/events/vocabulary.ts';
import { removeUnusedFiles, withStoredFiles } from '#lib/server/platform/kept-file.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { ExpectedError, isExpectedError, SeveralErrors } from '#lib/server/platform/errors.ts';
import type { FileKind, FileStore } from '#lib/server/platform/files.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { changeEvent, gone, personOf } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { assertOrganises } from './documents.ts';
import { countPhotos, deletePhoto, insertPhoto, photoById, photoFiles, updatePhoto } from './files/queries.ts';
import { idIn, lineOf, textsInput, wrong } from './input.ts';
import { findEvent, type EventRow } from './queries.ts';
import { eventRules } from './rules.ts';

type Context = Pick<EventsContext, 'db' | 'clock' | 'files'>;

const PHOTO_KINDS: readonly FileKind[] = ['png', 'jpeg', 'webp'];
export const PHOTO_BYTES = 12 * 1024 * 1024;
/** Longest sides in pixels. What a camera makes has at most so many pixels in all. */
const SIZES = { small: 480, large: 1600 } as const;
const MOST_PIXELS = 60_000_000;

/** A picture as pages show it: upright, in two sizes, without what the camera wrote into it (place, device). Errors: unsupported_type. */
export async function pictureSizes(bytes: Uint8Array): Promise<{ size: 'small' | 'large'; bytes: Buffer; width: number; height: number }[]> {
	try {
		const upright = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).autoOrient();
		return await Promise.all(
			(['small', 'large'] as const).map(async (size) => {
				const { data, info } = await upright.clone().resize({ width: SIZES[size], height: SIZES[size], fit: 'inside', withoutEnlargement: true }).webp({ quality: 80 }).toBuffer({ resolveWithObject: true });
				return { size, bytes: data, width: info.width, height: info.height };
			}),
		);
	} catch (error) {
		throw new ExpectedError('unsupported_type', 'This picture cannot be read.', { cause: error });
	}
}

/**
 * Adds pictures to the gallery, all under one caption, or none of them. Errors: not_found, forbidden, invalid_input (also: too many),
 * too_large and unsupported_type (each picture by its name).
 */
export async function addPhotos(context: Context, actor: Actor, input: { eventId: string; form: FormData; files: readonly File[] }): Promise<void> {
	const { eventId, form, files } = input;
	await assertOrganises(context, actor, eventId);
	if (files.length === 0) throw wrong('file', 'required');
	const tooLarge = files.filter(({ size }) => size > PHOTO_BYTES);
	if (tooLarge.length > 0) throw new SeveralErrors('too_large', tooLarge.map(({ name }) => ({ field: 'file', code: 'picture_too_large', limit: PHOTO_BYTES / 1024 ** 2, value: name })));
	const originals = await withStoredFiles(context, async (put) => {
		const pictures = await storePictures(put, files);
		await changeEvent(context, actor, { eventId, action: 'add-photo' }, async ({ tx, row, now, note }) => {
			const count = await countPhotos(tx, row.id);
			if (count + pictures.length > EVENT_LIMITS.photos) throw wrong('file', 'too_many', EVENT_LIMITS.photos);
			const said = captionIn(form, row);
			const ids: string[] = [];
			for (const [index, { sizes }] of pictures.entries()) ids.push(await insertPhoto(tx, { ...said, eventId: row.id, position: count + index, addedBy: personOf(actor), addedAt: now }, sizes));
			note({ detail: { photoIds: ids } });
		});
		return pictures.map(({ original }) => original);
	});
	await removeUnusedFiles(context, originals);
}

type StoredSize = Parameters<typeof insertPhoto>[2][number];

interface StoredPicture {
	original: string;
	sizes: StoredSize[];
}

/** Puts down pictures. Errors: unsupported_type, with the name of each that is none. */
async function storePictures(put: FileStore['put'], files: readonly File[]): Promise<StoredPicture[]> {
	const pictures: StoredPicture[] = [];
	const unreadable: string[] = [];
	for (const file of files) {
		try {
			pictures.push(await storePicture(put, file));
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			unreadable.push(file.name);
		}
	}
	if (unreadable.length > 0) throw new SeveralErrors('unsupported_type', unreadable.map((value) => ({ field: 'file', code: 'unreadable', value })));
	return pictures;
}

/** Puts down a picture in its sizes. What it is is judged by its bytes; the original is not kept. */
async function storePicture(put: FileStore['put'], file: File): Promise<StoredPicture> {
	const bytes = new Uint8Array(await file.arrayBuffer());
	const { sha256: original } = await put(bytes, { kinds: PHOTO_KINDS, maxBytes: PHOTO_BYTES });
	const sizes: StoredSize[] = [];
	for (const { size, bytes: made, width, height } of await pictureSizes(bytes)) {
		const stored = await put(made, { kinds: ['webp'], maxBytes: PHOTO_BYTES });
		sizes.push({ size, width, height, bytes: stored.size, sha256: stored.sha256 });
	}
	return { original, sizes };
}

const captionIn = (form: FormData, { languages }: Pick<EventRow, 'languages'>, before: readonly LocalText[] = []) => ({
	captions: textsInput(form, 'caption', languages, { limit: EVENT_LIMITS.caption, required: true, before }),
	credit: lineOf(form, 'credit', EVENT_LIMITS.credit),
});

/** Other words under a picture. Errors: not_found, forbidden, invalid_input. */
export async function captionPhoto(context: Pick<Context, 'db' | 'clock'>, actor: Actor, input: { eventId: string; form: FormData }): Promise<void> {
	await changeEvent(context, actor, { eventId: input.eventId, action: 'caption-photo' }, async ({ tx, row, note }) => {
		const photo = await photoById(tx, row.id, idIn(input.form));
		if (!photo) throw gone('photo');
		await updatePhoto(tx, photo.id, captionIn(input.form, row, photo.captions));
		note({ detail: { photoId: photo.id } });
	});
}

/** Errors: not_found, forbidden. */
export async function removePhoto(context: Context, actor: Actor, input: { eventId: string; id: string | null }): Promise<void> {
	const files = await changeEvent(context, actor, { eventId: input.eventId, action: 'remove-photo' }, async ({ tx, row, note }) => {
		const photo = await photoById(tx, row.id, input.id);
		if (!photo) throw gone('photo');
		const sizes = await photoFiles(tx, photo.id);
		await deletePhoto(tx, photo.id);
		note({ detail: { photoId: photo.id } });
		return sizes.map(({ sha256 }) => sha256);
	});
	await removeUnusedFiles(context, files);
}

/** The file of a picture. Errors: not_found. */
export async function readPhoto(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; id: string | null; size: string }): Promise<{ sha256: string; name: string; mediaType: string }> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findEvent(tx, input.eventId, context.clock());
		const photo = found && eventRules.view(actor, found.forRules) ? await photoById(tx, found.row.id, input.id) : undefined;
		const file = photo && (await photoFiles(tx, photo.id)).find(({ size }) => size === input.size);
		if (!file) throw gone('photo');
		return { sha256: file.sha256, name: `${input.eventId}.webp`, mediaType: 'image/webp' };
	});
}
