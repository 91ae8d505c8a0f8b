/** `POST` sets how authorities encrypt from now on; what is left out is as usual. */

import { readCertificate, type EnvelopeCipherName } from '../../gost';
import { badRequest } from '../api/problems';
import { usualEncryption, type Encryption } from '../world/encryption';
import type { World } from '../world/world';

const CIPHERS: readonly EnvelopeCipherName[] = ['gost89', 'kuznyechik-ctr-acpkm', 'kuznyechik-ctr-acpkm-omac', 'magma-ctr-acpkm', 'magma-ctr-acpkm-omac'];
const COMPRESSIONS: ReadonlyArray<Encryption['compression']> = ['none', 'zip', 'gzip'];

/** Answers what holds now. Throws 400. */
export function setEncryption(world: World, body: Record<string, unknown>): Record<string, unknown> {
	const cipher = oneOf(CIPHERS, 'cipher', body.cipher ?? usualEncryption.cipher);
	const compression = oneOf(COMPRESSIONS, 'compression', body.compression ?? usualEncryption.compression);
	const certificate = bytesOf('certificate', body.certificate);
	const serialNumber = certificate && serialNumberOf(certificate);
	world.encryption = { cipher, compression, certificate, content: bytesOf('content', body.content) };
	return { cipher, compression, certificate: serialNumber };
}

function oneOf<T extends string>(known: readonly T[], name: string, value: unknown): T {
	const found = known.find((one) => one === value);
	if (found === undefined) throw badRequest(`${name} must be one of ${known.join(', ')}`);
	return found;
}

function bytesOf(name: string, value: unknown): Buffer | undefined {
	if (value === undefined) return undefined;
	if (typeof value !== 'string') throw badRequest(`${name} must be base64`);
	return Buffer.from(value, 'base64');
}

function serialNumberOf(certificate: Uint8Array): string {
	try {
		return readCertificate(certificate).serialNumber;
	} catch {
		throw badRequest('certificate must be a GOST certificate, DER in base64');
	}
}
