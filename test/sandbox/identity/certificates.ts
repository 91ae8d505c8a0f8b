/** Certificates to sign in with, and the answer to what the provider encrypts to them. */

import { decrypt, generatePrivateKey, issueCertificate, publicKeyOf, readCertificate, readPrivateKey, writePrivateKey } from '../../../gost';
import type { Seed, SeedCertificate } from '../runningSandbox';

export type KeyPair = Pick<SeedCertificate, 'content' | 'thumbprint' | 'privateKey'>;

export function seeded(seed: Seed, note: string): KeyPair {
	const found = seed.accounts.flatMap(({ certificates }) => certificates).find((certificate) => certificate.note === note);
	if (!found) throw new Error(`the seed has no certificate ${note}`);
	return found;
}

/** Valid by its dates, of nobody whom the provider knows, from another authority than the sandbox's. */
export function ofAnotherAuthority(): KeyPair {
	const [authorityKey, key] = [generatePrivateKey('TC26-256-A'), generatePrivateKey('TC26-256-A')];
	const validity = { notBefore: new Date(Date.now() - 1000), notAfter: new Date(Date.now() + 3_600_000) };
	const authority = issueCertificate({
		subject: { commonName: 'Чужой удостоверяющий центр' },
		publicKey: publicKeyOf(authorityKey),
		issuer: { key: authorityKey },
		authority: true,
		...validity,
	});
	const certificate = issueCertificate({
		subject: { commonName: 'Чужой' },
		publicKey: publicKeyOf(key),
		issuer: { key: authorityKey, certificate: authority },
		...validity,
	});
	return { content: Buffer.from(certificate.der).toString('base64'), thumbprint: certificate.thumbprint, privateKey: writePrivateKey(key) };
}

export function solved(challenge: string, { privateKey, content }: KeyPair): Buffer {
	return Buffer.from(decrypt(Buffer.from(challenge, 'base64'), readPrivateKey(privateKey), readCertificate(content)));
}

export function inPem({ content }: KeyPair): string {
	return `-----BEGIN CERTIFICATE-----\n${content.replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}
