/** What oidc-provider remembers: clients come from the directory, access tokens go to Tokens, the rest stays here until a reset. */

import type { Adapter, AdapterPayload, ClientMetadata } from 'oidc-provider' with { 'resolution-mode': 'import' };
import type { Client, Directory } from '../directory';
import type { Tokens } from './tokens';

const ACCESS_TOKENS = new Set(['AccessToken', 'ClientCredentials']);

const GRANT_TYPES = [
	'refresh_token',
	'client_credentials',
	'urn:ietf:params:oauth:grant-type:device_code',
	'password',
	'certificate',
	'trusted',
];

export class Storage {
	private readonly entries = new Map<string, AdapterPayload>();

	constructor(
		private readonly directory: Directory,
		private readonly tokens: Tokens,
	) {}

	clear(): void {
		this.entries.clear();
	}

	/** Whether this refresh token was exchanged for a newer one. */
	isUsedRefreshToken(refreshToken: string): boolean {
		return this.entries.get(`RefreshToken ${refreshToken}`)?.consumed !== undefined;
	}

	/** As after a change of the password: tokens, codes and the browsers in which the person is signed in. */
	revokeUser(userId: string): void {
		for (const [key, { accountId }] of this.entries) if (accountId === userId) this.entries.delete(key);
		this.tokens.revokeUser(userId);
	}

	/** The part of the storage that holds one kind of things, in the library's shape. */
	adapter(kind: string): Adapter {
		if (kind === 'Client') return { ...this.kept(kind), find: async (id) => clientMetadata(this.directory.client(id)) };
		return ACCESS_TOKENS.has(kind) ? this.shared(kind) : this.kept(kind);
	}

	private kept(kind: string): Adapter {
		const prefix = `${kind} `;
		const key = (id: string) => prefix + id;
		const firstWith = (matches: (payload: AdapterPayload) => boolean) =>
			[...this.entries].find(([entryKey, payload]) => entryKey.startsWith(prefix) && matches(payload))?.[1];
		return {
			upsert: async (id, payload) => void this.entries.set(key(id), payload),
			find: async (id) => this.entries.get(key(id)),
			findByUid: async (uid) => firstWith((payload) => payload.uid === uid),
			findByUserCode: async (userCode) => firstWith((payload) => payload.userCode === userCode),
			consume: async (id) => {
				const payload = this.entries.get(key(id));
				if (payload) payload.consumed = Math.floor(Date.now() / 1000);
			},
			destroy: async (id) => void this.entries.delete(key(id)),
			revokeByGrantId: async (grantId) => this.revokeByGrantId(prefix, grantId),
		};
	}

	/** Access tokens are known to Tokens, too, which decides whether they are alive. */
	private shared(kind: string): Adapter {
		const kept = this.kept(kind);
		return {
			...kept,
			upsert: async (id, payload, expiresIn) => {
				const { accountId = null, clientId = '', scope = '' } = payload;
				this.tokens.adopt(id, { userId: accountId, clientId, scope, lifetimeSeconds: expiresIn });
				await kept.upsert(id, payload, expiresIn);
			},
			find: async (id) => (this.tokens.find(id) ? kept.find(id) : undefined),
			destroy: async (id) => {
				this.tokens.revoke(id);
				await kept.destroy(id);
			},
		};
	}

	private revokeByGrantId(prefix: string, grantId: string): void {
		for (const [key, payload] of this.entries) {
			if (!key.startsWith(prefix) || payload.grantId !== grantId) continue;
			this.entries.delete(key);
			this.tokens.revoke(key.slice(prefix.length));
		}
	}
}

function clientMetadata(client: Client | undefined): ClientMetadata | undefined {
	if (!client) return undefined;
	const hasPage = client.redirectUris.length > 0;
	return {
		client_id: client.clientId,
		client_secret: client.apiKey,
		redirect_uris: client.redirectUris,
		// The library refuses an application that may ask for a code and has no address to send it to.
		grant_types: hasPage ? ['authorization_code', ...GRANT_TYPES] : GRANT_TYPES,
		response_types: hasPage ? ['code'] : [],
		// Only for a native application does the library let the port of a loopback address vary (RFC 8252),
		// which a locally running n8n needs.
		application_type: 'native',
		token_endpoint_auth_method: 'client_secret_post',
	};
}
