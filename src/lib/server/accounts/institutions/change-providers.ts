import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { AccountsContext } from '../accounts-context.ts';
import type { Member } from '../acting-person.ts';
import { cleanLine, type AccountError } from '../input.ts';
import { hasPassword } from '../joining/queries.ts';
import { passkeysOf } from '../passkeys/queries.ts';
import { accountRules } from '../rules.ts';
import { seal, unseal } from '../tokens.ts';
import { discover } from './discover.ts';
import { DOMAIN, environmentProviders, isIssuer, PROVIDER_ID, type Provider } from './providers.ts';
import { deleteProviderRow, deleteSubject, providerRows, saveProviderRow, subjectsOf } from './queries.ts';

export interface ProviderInput {
	id: string;
	name: string;
	issuer: string;
	clientId: string;
	/** Empty: the one that stands stays. */
	clientSecret: string;
	domains: string[];
	enabled: boolean;
}

export function parseProvider(form: FormData): ProviderInput {
	return {
		id: cleanLine(form.get('id')).toLowerCase(),
		name: cleanLine(form.get('name')),
		issuer: cleanLine(form.get('issuer')),
		clientId: cleanLine(form.get('clientId')),
		clientSecret: cleanLine(form.get('clientSecret')),
		domains: cleanLine(form.get('domains')).toLowerCase().split(/[\s,;]+/).filter((domain) => domain !== ''),
		enabled: form.has('enabled'),
	};
}

function providerErrors(input: ProviderInput, hasSecret: boolean): AccountError[] {
	const errors: AccountError[] = [];
	const required = (field: 'id' | 'name' | 'issuer' | 'clientId') => {
		if (input[field] === '') errors.push({ field, code: 'required' });
		else if ([...input[field]].length > 200) errors.push({ field, code: 'too_long', limit: 200 });
	};
	for (const field of ['id', 'name', 'issuer', 'clientId'] as const) required(field);
	if (input.id !== '' && !PROVIDER_ID.test(input.id)) errors.push({ field: 'id', code: 'not_allowed' });
	if (environmentProviders().some(({ id }) => id === input.id)) errors.push({ field: 'id', code: 'id_taken' });
	if (input.issuer !== '' && !isIssuer(input.issuer)) errors.push({ field: 'issuer', code: 'issuer' });
	if (input.clientSecret === '' && !hasSecret) errors.push({ field: 'clientSecret', code: 'required' });
	if (input.domains.length === 0) errors.push({ field: 'domains', code: 'required' });
	else if (!input.domains.every((domain) => DOMAIN.test(domain)) || input.domains.length > 50) errors.push({ field: 'domains', code: 'not_allowed' });
	return errors;
}

/** Sets an institution whose people sign in. It must answer, so that a mistyped address is found now. Errors: forbidden. */
export async function saveProvider(context: AccountsContext, actor: Member, input: ProviderInput, now: Date): Promise<{ saved: true } | { errors: AccountError[] }> {
	if (!accountRules.setInstitutions(actor)) throw new ExpectedError('forbidden', 'Institutions are set by the secretariat.');
	const present = (await providerRows(context.db)).find(({ id }) => id === input.id);
	const errors = providerErrors(input, present !== undefined);
	if (errors.length > 0) return { errors };
	const clientSecret = input.clientSecret || unseal(context.secret, present!.clientSecret);
	if (!(await answers({ ...input, clientSecret }, now))) return { errors: [{ field: 'issuer', code: 'issuer_silent' }] };
	await inTransaction(context.db, async (tx) => {
		await saveProviderRow(tx, { ...input, clientSecret: seal(context.secret, clientSecret), updatedBy: actor.userId, updatedAt: now });
		const kept = ({ name, issuer, clientId, domains, enabled }: Omit<ProviderInput, 'id' | 'clientSecret'>) => ({ name, issuer, clientId, domains, enabled });
		await recordAudit(tx, {
			actor,
			action: 'sign_in_provider.save',
			entity: 'sign_in_provider',
			entityId: input.id,
			...(present ? { before: kept(present) } : {}),
			after: kept(input),
		});
	});
	return { saved: true };
}

async function answers(provider: Provider, now: Date): Promise<boolean> {
	return discover(provider, now.getTime()).then(() => true, () => false);
}

/** Takes an institution away; accounts that were made through it stay, and get in by a letter for a password. */
export async function removeProvider({ db }: AccountsContext, actor: Member, id: string): Promise<boolean> {
	if (!accountRules.setInstitutions(actor)) throw new ExpectedError('forbidden', 'Institutions are set by the secretariat.');
	return inTransaction(db, async (tx) => {
		if (!(await deleteProviderRow(tx, id))) return false;
		await recordAudit(tx, { actor, action: 'sign_in_provider.remove', entity: 'sign_in_provider', entityId: id });
		return true;
	});
}

/** Ends the connection with an institution. Refused (`last`) where nothing else would let the person in. */
export async function disconnectInstitution({ db }: AccountsContext, actor: Member, id: string): Promise<'done' | 'last'> {
	if (!accountRules.secure(actor, actor)) throw new ExpectedError('forbidden', 'Connections are the person’s own affair.');
	return inTransaction(db, async (tx) => {
		const ways = [await hasPassword(tx, actor.userId), (await passkeysOf(tx, actor.userId)).length > 0, (await subjectsOf(tx, actor.userId)).length > 1];
		if (!ways.includes(true)) return 'last';
		if (await deleteSubject(tx, { id, userId: actor.userId }))
			await recordAudit(tx, { actor, action: 'user.disconnect-institution', entity: 'user', entityId: actor.userId });
		return 'done';
	});
}
