/** The package has no types of its own; what the tests use of it. */
declare module 'oidc-provider' {
	export default class Provider {
		constructor(issuer: string, settings: object);
		callback(): (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void;
		interactionDetails(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse): Promise<{ prompt: { name: string; details: Record<string, unknown> }; params: Record<string, unknown>; session?: { accountId: string }; grantId?: string }>;
		interactionFinished(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, result: object, options?: object): Promise<void>;
		Grant: new (values: object) => { addOIDCScope(scope: string): void; save(): Promise<string> };
		use(handler: (context: { path: string; req: never; res: never }, next: () => Promise<void>) => unknown): void;
	}
}
