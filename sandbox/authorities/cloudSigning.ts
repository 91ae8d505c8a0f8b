/** Signing with a certificate whose key is kept on the server. */

import { createHash } from 'node:crypto';
import { signDetached, signDigest, type Certificate } from '../../gost';
import type { HeldCertificate } from '../world/accounts';
import type { TaskOutcome } from '../world/tasks';
import type { World } from '../world/world';

export interface ThingToSign {
	/** The document or reply, as the finished task names it. */
	id: string;
	/** Streebog-256 of the exact bytes. */
	digest: () => Uint8Array;
	/** The bare value of a signature for an XML, not a CMS. */
	raw?: boolean;
	attach: (signature: Uint8Array) => void;
}

/** The key of a certificate, if it is one of the account's that the server keeps keys for. */
export function cloudKey(world: World, accountId: string, { thumbprint }: Certificate): HeldCertificate | undefined {
	return world.accounts.certificatesOf(accountId).find(({ certificate }) => certificate.thumbprint === thumbprint);
}

/** Signs all things; the outcome is what the task of the operation ends with. */
export function signInCloud({ certificate, key }: HeldCertificate, things: ThingToSign[]): TaskOutcome {
	const fileStatuses = things.map(({ id, digest, raw, attach }) => {
		const signature = raw ? signDigest(key, digest()) : signDetached({ digest: digest(), key, certificate });
		attach(signature);
		return {
			'file-id': id,
			status: 'completed',
			'error-code': 'none',
			'result-size': signature.length,
			'result-md5': createHash('md5').update(signature).digest('hex'),
		};
	});
	return {
		result: { 'operation-status': 'completed', 'file-statuses': fileStatuses },
	};
}
