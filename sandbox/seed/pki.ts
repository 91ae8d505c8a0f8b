/** The sandbox's own certification authority: it certifies subscribers, the operator and the authorities. */

import {
	generatePrivateKey,
	issueCertificate,
	publicKeyOf,
	verifyCertificateIssuedBy,
	type Certificate,
	type DistinguishedName,
	type PrivateKey,
} from '../../gost';
import { companyInn, ogrn } from './requisites';

export interface Signer {
	certificate: Certificate;
	key: PrivateKey;
}

const YEAR = 365 * 24 * 3600 * 1000;

export class Pki {
	readonly root: Signer;
	readonly operator: Signer;
	#authorities = new Map<string, Signer>();

	constructor(private readonly now: () => Date) {
		const key = generatePrivateKey('TC26-256-A');
		const subject = { commonName: 'Учебный удостоверяющий центр песочницы', organization: 'Песочница', country: 'RU' };
		const certificate = issueCertificate({
			subject,
			publicKey: publicKeyOf(key),
			issuer: { key },
			...this.years(-5, 10),
			authority: true,
		});
		this.root = { certificate, key };
		this.operator = this.issue({
			commonName: 'Учебный оператор ЭДО',
			organization: 'Учебный оператор ЭДО',
			innLegal: companyInn('667300000'),
			ogrn: ogrn('102660000000'),
			country: 'RU',
		});
	}

	/** A certificate with a key of its own; valid for the year around now when no dates are given. */
	issue(subject: DistinguishedName, validity: { notBefore: Date; notAfter: Date } = this.years(-0.5, 0.5)): Signer {
		const key = generatePrivateKey('TC26-256-A');
		return { key, certificate: issueCertificate({ subject, publicKey: publicKeyOf(key), issuer: this.root, ...validity }) };
	}

	/** The authority with this code, such as tax office 0087. */
	authority(code: string): Signer {
		const known = this.#authorities.get(code);
		if (known) return known;
		const name = `Учебный контролирующий орган ${code}`;
		const signer = this.issue({
			commonName: name,
			organization: name,
			title: 'Начальник отдела',
			surname: 'Проверкин',
			givenName: 'Робот Автоматович',
			country: 'RU',
		});
		this.#authorities.set(code, signer);
		return signer;
	}

	/** Issued by our authority: what the service calls qualified. */
	isQualified(certificate: Certificate): boolean {
		return verifyCertificateIssuedBy(certificate, this.root.certificate);
	}

	/** Dates so many years from now. */
	years(from: number, to: number): { notBefore: Date; notAfter: Date } {
		const now = Math.floor(this.now().getTime() / 1000) * 1000;
		return { notBefore: new Date(now + Math.round(from * YEAR)), notAfter: new Date(now + Math.round(to * YEAR)) };
	}
}
