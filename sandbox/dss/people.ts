/** Who may sign in to DSS, the programs that do it for them, and the keys that DSS keeps. */

import { randomBytes } from 'node:crypto';
import type { Certificate, PrivateKey } from '../../gost';

/** A key that never leaves the server, known by its number. */
export interface KeptKey {
	id: number;
	certificate: Certificate;
	key: PrivateKey;
	accountId: string;
	note: string;
	isDefault: boolean;
	/** Without it the key signs nothing. */
	pin?: string;
}

/** A program registered at DSS; one without a secret names itself in the form. */
export interface OAuthClient {
	clientId: string;
	secret?: string;
}

const FIRST_ID = 101;

export class People {
	readonly login = 'dss-operator';
	readonly password = randomBytes(9).toString('base64url');
	readonly openClient: OAuthClient = { clientId: 'kontur-extern-n8n' };
	readonly secretClient: OAuthClient = { clientId: 'kontur-extern-n8n-server', secret: randomBytes(18).toString('base64url') };
	readonly keys: KeptKey[];

	/** The first key is the default one; one that is about to expire asks for a PIN code. */
	constructor(keys: ReadonlyArray<Pick<KeptKey, 'certificate' | 'key' | 'accountId' | 'note'>>) {
		const pin = String(parseInt(randomBytes(4).toString('hex'), 16)).padStart(10, '0');
		this.keys = keys.map(({ certificate, key, accountId, note }, index) => ({
			id: FIRST_ID + index,
			certificate,
			key,
			accountId,
			note,
			isDefault: index === 0,
			...(note === 'expiring-soon' && { pin }),
		}));
	}

	client(clientId: string): OAuthClient | undefined {
		return [this.openClient, this.secretClient].find((client) => client.clientId === clientId);
	}

	/** The key of a number; 0 is the default one. */
	keptKey(id: number): KeptKey | undefined {
		return this.keys.find((kept) => (id === 0 ? kept.isDefault : kept.id === id));
	}
}
