import { curveNames, generatePrivateKey, issueCertificate, publicKeyOf, type Certificate, type CurveName, type DistinguishedName, type PrivateKey } from '../../../gost';

export const curves: CurveName[] = [...curveNames];

export const accountant: DistinguishedName = {
	country: 'RU',
	region: '77 г. Москва',
	locality: 'Москва',
	street: 'ул. Тестовая, д. 1',
	organization: 'ООО "ТЕСТ"',
	title: 'Главный бухгалтер',
	commonName: 'ООО "ТЕСТ"',
	surname: 'Иванова',
	givenName: 'Анна Ивановна',
	ogrn: '1027700132195',
	snils: '00000000000',
	innLegal: '7707083893',
	inn: '770000000000',
	email: 'test@example.org',
};

export interface Person {
	key: PrivateKey;
	certificate: Certificate;
}

export function givenAuthority(curve: CurveName): Person {
	const key = generatePrivateKey(curve);
	const certificate = issueCertificate({
		subject: { country: 'RU', commonName: 'Тестовый УЦ' },
		publicKey: publicKeyOf(key),
		issuer: { key },
		notBefore: new Date('2026-01-01T00:00:00Z'),
		notAfter: new Date('2036-01-01T00:00:00Z'),
		authority: true,
	});
	return { key, certificate };
}

export function givenPerson(curve: CurveName, authority: Person = givenAuthority(curve)): Person {
	const key = generatePrivateKey(curve);
	const certificate = issueCertificate({
		subject: accountant,
		publicKey: publicKeyOf(key),
		issuer: authority,
		notBefore: new Date('2026-01-01T00:00:00Z'),
		notAfter: new Date('2027-04-01T12:34:56Z'),
	});
	return { key, certificate };
}
