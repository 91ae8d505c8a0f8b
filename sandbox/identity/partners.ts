/** Companies whose word about a person is taken: the keys and certificates that they handed over beforehand. */

import { createPublicKey, type KeyObject } from 'node:crypto';
import { GostFormatError, readCertificate, type Certificate } from '../../gost';

export interface Partner {
	/** Signs JWT and CMS alike; RSA in the vendor's samples. */
	publicKey?: KeyObject;
	/** Signs CMS. */
	gostCertificate?: Certificate;
}

export class Partners {
	private readonly partners = new Map<string, Partner>();

	/** Takes a PEM of a public key or a certificate; false when it is neither. */
	register(clientId: string, pem: string): boolean {
		const partner = partnerWith(pem);
		if (partner) this.partners.set(clientId, partner);
		return partner !== undefined;
	}

	find(clientId: string): Partner | undefined {
		return this.partners.get(clientId);
	}

	clear(): void {
		this.partners.clear();
	}
}

function partnerWith(pem: string): Partner | undefined {
	const publicKey = openSslKey(pem);
	if (publicKey) return { publicKey };
	try {
		return { gostCertificate: readCertificate(pem) };
	} catch (error) {
		if (error instanceof GostFormatError) return undefined;
		throw error;
	}
}

function openSslKey(pem: string): KeyObject | undefined {
	try {
		return createPublicKey(pem);
	} catch {
		// Node's OpenSSL knows no GOST.
		return undefined;
	}
}
