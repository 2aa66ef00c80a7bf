/**
 * For a `<details>`: says `open` only where it must stand open. Said as `open={false}`, the scripts of a page would close what
 * a person on a slow line had opened before they came.
 */
export function standsOpen(must: boolean | null | undefined): { open?: true } {
	return must ? { open: true } : {};
}
