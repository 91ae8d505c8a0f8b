/** A company whose word about a person the provider takes. */

import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import type { AxiosResponse } from 'axios';
import { generatePrivateKey, issueCertificate, publicKeyOf, signDetached, streebog } from '../../../gost';
import type { Application } from './application';

/** The partner's own id of the seeded operator. */
export const LINKED = 'partner-user-7';

export const nowInSeconds = () => Math.floor(Date.now() / 1000);

export const rsaKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Hands a public key or certificate over to the provider, as PEM or base64. */
export function register(application: Application, key: string): Promise<AxiosResponse> {
	const { clientId, login } = application.seed;
	return application.ask('/partners', { clientId, key, users: { [LINKED]: login } });
}

export function pemOf(publicKey: KeyObject): string {
	return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

export function claimsFor({ seed }: Application, more: Record<string, unknown> = {}): Record<string, unknown> {
	return { sub: LINKED, jti: randomUUID(), iss: seed.clientId, exp: nowInSeconds() + 300, ...more };
}

export const jwtPart = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function jwt(payload: unknown, key: KeyObject): string {
	const content = `${jwtPart({ alg: 'RS256', typ: 'JWT' })}.${jwtPart(payload)}`;
	return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

/** Signs for the older service with a GOST key. */
export class GostPartner {
	private readonly key = generatePrivateKey('TC26-256-A');
	private readonly certificate = issueCertificate({
		subject: { commonName: 'Партнёр' },
		publicKey: publicKeyOf(this.key),
		issuer: { key: this.key },
		notBefore: new Date(Date.now() - 24 * 3_600_000),
		notAfter: new Date(Date.now() + 24 * 3_600_000),
	});

	get certificateBase64(): string {
		return Buffer.from(this.certificate.der).toString('base64');
	}

	signed(text: string): Buffer {
		return Buffer.from(signDetached({ digest: streebog(256, Buffer.from(text)), key: this.key, certificate: this.certificate }));
	}
}

/** As the older service wants it: dd.MM.yyyy HH:mm:ss, GMT. */
export function timestampOf(moment = new Date()): string {
	const [year, month, day] = moment.toISOString().slice(0, 10).split('-');
	return `${day}.${month}.${year} ${moment.toISOString().slice(11, 19)}`;
}

export function textToSign({ seed }: Application, credential: string, timestamp: string): string {
	return `apikey=${seed.apiKey.toLowerCase()}\r\nid=${credential}\r\ntimestamp=${timestamp}\r\n`;
}
