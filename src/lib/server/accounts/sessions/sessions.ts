import { networkOf, recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { AccountsContext } from '../accounts-context.ts';
import type { Member } from '../acting-person.ts';
import { accountRules } from '../rules.ts';
import { deleteOtherSessions, deleteSession, openSessions } from './queries.ts';

export interface SessionView {
	id: string;
	/** The browser and the system, as far as they say so. */
	device: string;
	place: string | null;
	since: Date;
	lastSeen: Date;
	isThis: boolean;
}

/** Where a person is signed in, the latest first. */
export async function viewSessions({ db }: Pick<AccountsContext, 'db'>, member: Member, now: Date): Promise<SessionView[]> {
	if (!accountRules.secure(member, member)) throw new ExpectedError('forbidden', 'Sessions are the person’s own affair.');
	return (await openSessions(db, member.userId, now)).map((row) => ({
		id: row.id,
		device: deviceName(row.agent ?? ''),
		place: row.place ? networkOf(row.place) : null,
		since: row.createdAt,
		lastSeen: row.updatedAt,
		isThis: row.id === member.origin?.sessionId,
	}));
}

/** Ends one session of the person. False where it had ended. */
export async function endSession({ db }: Pick<AccountsContext, 'db'>, member: Member, id: string): Promise<boolean> {
	if (!accountRules.secure(member, member)) throw new ExpectedError('forbidden', 'Sessions are the person’s own affair.');
	return inTransaction(db, async (tx) => {
		if (!(await deleteSession(tx, { id, userId: member.userId }))) return false;
		await recordAudit(tx, { actor: member, action: 'session.end', entity: 'session', entityId: id });
		return true;
	});
}

/** Ends all sessions of the person but the one that asks; answers how many. */
export async function endOtherSessions({ db }: Pick<AccountsContext, 'db'>, member: Member): Promise<number> {
	if (!accountRules.secure(member, member)) throw new ExpectedError('forbidden', 'Sessions are the person’s own affair.');
	const kept = member.origin?.sessionId ?? '';
	return inTransaction(db, async (tx) => {
		const count = await deleteOtherSessions(tx, { kept, userId: member.userId });
		if (count > 0) await recordAudit(tx, { actor: member, action: 'session.end-others', entity: 'user', entityId: member.userId, detail: { count } });
		return count;
	});
}

const BROWSERS: [RegExp, string][] = [
	[/\bEdgA?\//, 'Edge'],
	[/\b(?:OPR|Opera)\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\bMicroMessenger\//, 'WeChat'],
	[/\bUCBrowser\//, 'UC Browser'],
	[/\b(?:Firefox|FxiOS)\//, 'Firefox'],
	[/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
	[/\bSafari\//, 'Safari'],
	[/^curl\//, 'curl'],
];
const SYSTEMS: [RegExp, string][] = [
	[/\bHarmonyOS|OpenHarmony/, 'HarmonyOS'],
	[/\bAndroid\b/, 'Android'],
	[/\b(?:iPhone|iPad|iOS)\b/, 'iOS'],
	[/\bWindows\b/, 'Windows'],
	[/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bLinux\b/, 'Linux'],
];

/** Names of programs, which are the same in every language. */
export function deviceName(agent: string): string {
	const name = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(agent))?.[1];
	return [name(BROWSERS), name(SYSTEMS)].filter(Boolean).join(' · ') || [...agent].slice(0, 40).join('') || '?';
}
