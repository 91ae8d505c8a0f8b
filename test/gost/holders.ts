import {
	generatePrivateKey,
	issueCertificate,
	publicKeyOf,
	readCertificate,
	readPrivateKey,
	writePrivateKey,
	type Certificate,
	type PrivateKey,
} from '../../gost';
import type { OpenSslBench } from './openSslBench';
import type { ParameterSet } from './parameterSets';

/** Somebody with a key and a certificate, which also stand as PEM files on the bench. */
export interface Holder {
	readonly key: PrivateKey;
	readonly certificate: Certificate;
	readonly keyFile: string;
	readonly certificateFile: string;
}

/** One of ours, with the authority of ours that issued the certificate. */
export interface OurHolder extends Holder {
	readonly authority: Certificate;
	readonly authorityKey: PrivateKey;
	readonly authorityFile: string;
}

const requestTemplate = `[req]
prompt = no
utf8 = yes
string_mask = utf8only
distinguished_name = dn
x509_extensions = ext
[dn]
CN = Петров
INN = 770000000000
[ext]
subjectKeyIdentifier = hash
`;

/** A key and a self-signed certificate of OpenSSL's making. */
export function theirHolder(bench: OpenSslBench, { curve, algorithm, bits }: ParameterSet): Holder {
	const files = { keyFile: `${curve}-theirs.key`, certificateFile: `${curve}-theirs.crt` };
	bench.run(`genpkey -algorithm ${algorithm} -out ${files.keyFile}`);
	bench.write('request.cnf', requestTemplate);
	bench.run(`req -new -x509 -md_gost12_${bits} -key ${files.keyFile} -days 2 -config request.cnf -out ${files.certificateFile}`);
	const [key, certificate] = [readPrivateKey(bench.read(files.keyFile)), readCertificate(bench.read(files.certificateFile))];
	return { key, certificate, ...files };
}

/** A key and a certificate of our making, issued by an authority of our making. */
export function ourHolder(bench: OpenSslBench, { curve }: ParameterSet): OurHolder {
	const files = { keyFile: `${curve}-ours.key`, certificateFile: `${curve}-ours.crt`, authorityFile: `${curve}-ca.crt` };
	const period = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
	const authorityKey = generatePrivateKey(curve);
	const authority = issueCertificate({
		subject: { commonName: 'УЦ' },
		publicKey: publicKeyOf(authorityKey),
		issuer: { key: authorityKey },
		authority: true,
		...period,
	});
	const key = generatePrivateKey(curve);
	const certificate = issueCertificate({
		subject: { commonName: 'ООО "ТЕСТ"', inn: '770000000000', innLegal: '7707083893', email: 'test@example.org' },
		publicKey: publicKeyOf(key),
		issuer: { certificate: authority, key: authorityKey },
		...period,
	});
	bench.write(files.authorityFile, pem(authority));
	bench.write(files.certificateFile, pem(certificate));
	bench.write(files.keyFile, writePrivateKey(key));
	return { key, certificate, authority, authorityKey, ...files };
}

export function pem({ der }: Pick<Certificate, 'der'>): string {
	const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
	return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
