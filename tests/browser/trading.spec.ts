import type { Browser } from '@playwright/test';
import pg from 'pg';
import { readHolder } from '#lib/server/platform/data-folder-lock.ts';
import { violations } from './accessibility.ts';
import { signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const open = async (browser: Browser, name: string | null, options: { javaScriptEnabled?: boolean } = {}) => {
	const page = await (await browser.newContext(options)).newPage();
	if (name) await signIn(page, name);
	return page;
};
const inUtc = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);

/** An offer of the member's that is not put up yet. */
async function freeOffer(folder: string, slug: string): Promise<number> {
	const client = new pg.Client({ connectionString: readHolder(folder)!.databaseUrl! });
	await client.connect();
	try {
		const { rows } = await client.query(`select l.reference from listing l join organisation o on o.id = l.organisation_id
			where o.slug = $1 and l.kind = 'offer' and l.state = 'published' and not exists (select from trade t where t.listing_id = l.id) order by l.reference limit 1`, [slug]);
		return rows[0].reference;
	} finally {
		await client.end();
	}
}

/** As if somebody had seen a clock behind the end of a trade: time never goes back from there, so it is over. */
async function letItEnd(folder: string, number: string): Promise<void> {
	const client = new pg.Client({ connectionString: readHolder(folder)!.databaseUrl! });
	await client.connect();
	try {
		await client.query('update trading_clock set highest = (select ends from trade where number = $1)', [number]);
	} finally {
		await client.end();
	}
}

test('an open auction: put up, bid on with and without scripts, followed live, won, contracted, paid for', async ({ page: seller, browser, installation }) => {
	// Five people in one story.
	test.slow();
	await signIn(seller, 'member.hangzhou');
	const reference = await freeOffer(installation.folder, 'sample-zhejiang-membrane-works');
	await seller.goto(`/listings/${reference}`);
	await seller.getByRole('link', { name: 'Put up for trading' }).click();
	await seller.locator('input[name="mode"][value="ascending"]').check();
	await seller.locator('[name="subject"]').selectOption('exclusive-licence');
	await seller.locator('[name="currency"]').selectOption('USD');
	await seller.locator('[name="price"]').fill('10,000');
	await seller.locator('[name="opens"]').fill(inUtc(-1));
	await seller.locator('[name="closes"]').fill(inUtc(48));
	await seller.getByRole('button', { name: 'Save the draft' }).click();
	await expect(seller.locator('#increment-error')).toBeVisible();
	await expect(seller.locator('[name="price"]')).toHaveValue('10,000');
	await seller.locator('[name="increment"]').fill('500');
	await seller.locator('[name="reserve"]').fill('10500');
	await seller.getByRole('button', { name: 'Save the draft' }).click();
	await expect(seller.getByText('Only you see this.')).toBeVisible();
	expect(await violations(seller)).toEqual([]);
	const number = /trading\/(\d+)/.exec(seller.url())![1]!;
	const visitor = await open(browser, null);
	expect((await visitor.goto(`/trading/${number}`))?.status()).toBe(404);
	await seller.getByRole('button', { name: 'Announce the trade' }).click();
	await expect(seller.getByText('its rules stand')).toBeVisible();

	const one = await open(browser, 'member.danang');
	await one.goto(`/trading/${number}`);
	await one.getByRole('button', { name: 'Ask to bid' }).click();
	await one.getByRole('button', { name: 'Place bid' }).click();
	await expect(one.getByText('Your bid is taken')).toBeVisible();
	expect(await violations(one)).toEqual([]);

	// Another bids without scripts; the first, and a visitor, see it by themselves.
	await visitor.goto(`/trading/${number}`);
	await expect(visitor.locator('#live-amount')).toHaveText(/10,000/);
	const two = await open(browser, 'member.chiangmai', { javaScriptEnabled: false });
	await two.goto(`/trading/${number}`);
	await two.getByRole('button', { name: 'Ask to bid' }).click();
	await two.locator('[name="amount"]').fill('10100');
	await two.getByRole('button', { name: 'Place bid' }).click();
	await expect(two.getByRole('alert').filter({ hasText: 'This is less than the least bid.' })).toBeVisible();
	await expect(two.locator('[name="amount"]')).toHaveValue('10100');
	await two.locator('[name="amount"]').fill('10500');
	await two.getByRole('button', { name: 'Place bid' }).click();
	await expect(two.getByText('Your bid is taken')).toBeVisible();
	for (const follower of [one, visitor]) {
		await expect(follower.locator('#live-amount')).toHaveText(/10,500/);
		await expect(follower.locator('#live-bidder')).toHaveText('Bidder 2');
		await expect(follower.locator('#live-least')).toHaveText(/11,000/);
	}
	await expect(visitor.locator('#live-left')).toHaveText(/^(\d\d:){2}\d\d$|^$/);
	// The seller cannot bid, and cannot take it back any more.
	await seller.goto(`/trading/${number}`);
	await expect(seller.getByRole('button', { name: /bid/i })).toHaveCount(0);
	await seller.goto(`/desk/trading/${number}`);
	await expect(seller.getByText('Withdraw the trade')).toHaveCount(0);

	await letItEnd(installation.folder, number);
	// Who follows sees the end without doing anything.
	await expect(visitor.getByText('It goes to bidder 2')).toBeVisible({ timeout: 15_000 });
	await one.goto(`/trading/${number}`);
	await expect(one.getByRole('button', { name: 'Place bid' })).toHaveCount(0);
	await visitor.getByRole('link', { name: 'The whole log' }).click();
	await expect(visitor.getByText('playing them anew agrees')).toBeVisible();
	expect(await violations(visitor)).toEqual([]);
	await two.goto(`/trading/${number}`);
	await two.getByRole('button', { name: 'Accept the award' }).click();
	await expect(two.getByText('Your answer is on record.')).toBeVisible();
	await two.getByRole('button', { name: 'Payment plan' }).click();
	const plan = new URL(two.url()).pathname;
	await two.locator('[name="title"]').fill('Payment on signing');
	await two.locator('[name="amount"]').fill('10500');
	await two.locator('[name="dueOn"]').fill('2027-01-15');
	await two.getByRole('button', { name: 'Add a payment' }).click();
	await two.getByRole('button', { name: 'Propose the plan' }).click();
	expect((await one.goto(plan))?.status()).toBe(404);
	await seller.goto(plan);
	await seller.getByRole('button', { name: 'Agree to the plan' }).click();
	await seller.getByText('Issue the invoice').first().click();
	await seller.getByRole('button', { name: 'Issue the invoice' }).click();
	await expect(seller.getByText('invoiced', { exact: true })).toBeVisible();
	await two.goto(plan);
	await two.getByRole('link', { name: /^Invoice INV-/ }).click();
	await expect(two.getByText('Mitra moves no money').first()).toBeVisible();
	await expect(two.getByText(/USD.10,500/).first()).toBeVisible();
	expect((await one.goto(new URL(two.url()).pathname))?.status()).toBe(404);
});

test('sealed bids are opened by two officers together, and no sooner', async ({ browser }) => {
	const officer = await open(browser, 'officer.thailand');
	await officer.goto('/desk/trading');
	await officer.locator('section', { hasText: 'Sealed bids to open' }).getByRole('link').first().click();
	await expect(officer.getByText('nobody can read them yet')).toBeVisible();
	await officer.getByRole('button', { name: 'Open the bids' }).click();
	await expect(officer.getByText('A second officer is needed')).toBeVisible();
	const path = new URL(officer.url()).pathname;
	const stranger = await open(browser, 'member.danang');
	expect((await stranger.goto(path))?.status()).toBe(404);
	const second = await open(browser, 'secretariat');
	await second.goto(path);
	await second.getByRole('button', { name: 'Open the bids' }).click();
	await expect(second.getByText('Done.')).toBeVisible();
	await second.goto(path.replace('/desk', ''));
	await expect(second.getByText('It goes to bidder')).toBeVisible();
	await second.goto('/trading/turnover');
	await expect(second.getByRole('heading', { name: 'Turnover', level: 1 })).toBeVisible();
	expect(await violations(second)).toEqual([]);
	await second.goto('/trading');
	expect(await violations(second)).toEqual([]);
});
