import { digestBits, generatePrivateKey, issueCertificate, publicKeyOf, signDetached, signEnclosed, streebog, type DistinguishedName } from '../../../../gost';
import { readySignatures, type ToSign } from '../../../../extern/signing';
import { givenAuthority, type Person } from '../../gost/people';

/** A moment at which everybody's certificate is valid. */
export const NOW = Date.parse('2026-06-01');

/** Ready signatures, looked at that moment. */
export const readyNow = (files: Parameters<typeof readySignatures>[0]) => readySignatures(files, NOW);

const authority = givenAuthority('TC26-256-A');

/** Somebody with a certificate of this name and time; valid in 2026 when no time is given. */
export function givenHolder(subject: DistinguishedName, [from, to]: readonly [string, string] = ['2026-01-01', '2027-01-01'], curve: Person['key']['curve'] = 'TC26-256-A'): Person {
	const key = generatePrivateKey(curve);
	const certificate = issueCertificate({ subject, publicKey: publicKeyOf(key), issuer: authority, notBefore: new Date(`${from}T00:00:00Z`), notAfter: new Date(`${to}T00:00:00Z`) });
	return { key, certificate };
}

export const director: DistinguishedName = { country: 'RU', commonName: 'ООО Ромашка', organization: 'ООО Ромашка', surname: 'Иванова', givenName: 'Анна', innLegal: '7712345678', inn: '771234567890', title: 'Директор' };
export const clerk: DistinguishedName = { country: 'RU', commonName: 'Петров Борис', surname: 'Петров', givenName: 'Борис', inn: '771234567801' };

/** A document of this name that holds this text. */
export function aDocument(fileName: string, text: string, more: Partial<ToSign> = {}): ToSign {
	return {
		fileName,
		...more,
		async *chunks() {
			yield Buffer.from(text);
		},
	};
}

/** A detached signature of a text. */
export function signed({ key, certificate }: Person, text: string, more: { form?: 'plain' | 'cades-bes'; signedAt?: Date } = {}): Uint8Array {
	return signDetached({ digest: streebog(digestBits(key), Buffer.from(text)), key, certificate, ...more });
}

/** A signature with the text inside. */
export function enclosed({ key, certificate }: Person, text: string): Uint8Array {
	return signEnclosed({ content: Buffer.from(text), key, certificate });
}
