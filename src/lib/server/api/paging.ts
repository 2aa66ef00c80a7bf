import { z } from '@hono/zod-openapi';

const MOST = 200;

/** Where a page begins and how long it is. Pages follow one another by the last key of the one before, however far in. */
export const pageQuery = {
	limit: z.coerce.number().int().min(1).max(MOST).default(100),
	after: z.string().regex(/^[a-z0-9-]{1,200}$/).optional().openapi({ description: '`next` of the page before' }),
};

/** A page of a list in a fixed order. */
export const pageOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().nullable().openapi({ description: 'Give it as `after` for the next page; null on the last one' }) });

/** The page of one row more than it holds. */
export function pageFrom<Row, Item>(rows: readonly Row[], limit: number, key: (row: Row) => string, item: (row: Row) => Item): { items: Item[]; next: string | null } {
	const held = rows.slice(0, limit);
	return { items: held.map(item), next: rows.length > limit ? key(held.at(-1)!) : null };
}

export const json = <S extends z.ZodType>(description: string, schema: S) => ({ description, content: { 'application/json': { schema } } });
