import type { PrivateKey } from '../../../gost';
import type { GostBench } from '../gostEngine';
import { ourHolder } from '../holders';
import type { ParameterSet } from '../parameterSets';

export type Kind = 'signature' | 'envelope' | 'certificate' | 'key' | 'key store';

/** A file in order, which mutations are made of, and what is needed to judge it. */
export interface Specimen {
	readonly name: string;
	readonly kind: Kind;
	readonly bytes: Buffer;
	/** What a signature is for; nothing for the other kinds. */
	readonly content: Buffer;
	/** PEM of the key that signed the file or opens it. */
	readonly key: string;
	readonly certificate: Uint8Array;
	readonly authority: Uint8Array;
	/** Whether a signature has to name its certificate (CAdES-BES). */
	readonly namesCertificate?: boolean;
	/** Of a key or key store. */
	readonly passphrase?: string;
	/** What the file is signed with, if it is. */
	readonly signedBy?: PrivateKey;
	/** The command that asks OpenSSL; `FILE` stands for the mutated file and `CONTENT` for its content. */
	readonly question: string;
}

const content = Buffer.from('<?xml version="1.0" encoding="UTF-8"?><Файл>текст</Файл>'.repeat(6));
const ciphers = ['gost89', 'kuznyechik-ctr-acpkm', 'kuznyechik-ctr-acpkm-omac', 'magma-ctr-acpkm', 'magma-ctr-acpkm-omac'];
const forms = { plain: '-noattr', 'with attributes': '-nosmimecap', 'CAdES-BES': '-nosmimecap -cades' };
const passphrase = 'secret';
// few, for the sake of speed: how many there are changes nothing else
const rounds = 3;
const keyForms = {
	'plain key': '-nocrypt',
	'key under AES': `-v2 aes-256-cbc -v2prf hmacWithSHA256 -iter ${rounds} -passout pass:${passphrase}`,
	'key under GOST': `-v2 gost89 -iter ${rounds} -passout pass:${passphrase}`,
};
const keyStoreForms = {
	'key store under AES': '-keypbe aes-256-cbc -certpbe aes-256-cbc',
	'key store under GOST': '-keypbe gost89 -certpbe gost89 -macalg md_gost12_512',
	// nothing guards what is encrypted, so that the readers themselves have to notice
	'key store without check value': '-nomac',
};

// the list of the system's authorities takes longer to read than all the rest
const noOtherAuthorities = '-no-CApath -no-CAstore';

/** One specimen of each form on a curve, made by OpenSSL with a key and certificate of ours. */
export function specimensOn(bench: GostBench, set: ParameterSet): Specimen[] {
	const holder = ourHolder(bench, set);
	const { keyFile, certificateFile, authorityFile } = holder;
	const common = {
		key: bench.read(keyFile).toString(),
		certificate: holder.certificate.der,
		authority: holder.authority.der,
	};
	bench.write('content', content);

	const verify = `cms -verify -binary -inform DER -in FILE -content CONTENT -out FILE.out ${noOtherAuthorities}`;
	// mathematics only: whether the certificate is to be trusted is not asked
	const noTrust = '-noverify -no-CAfile';
	// OpenSSL compares the certificate with the signed attribute that names it only when it follows the chain as well
	const namedCertificate = `-cades -CAfile ${authorityFile} -purpose any -no_check_time`;
	const signatures = Object.entries(forms).map(([form, flags]): Specimen => ({
		...common,
		name: `signature ${form} on ${set.curve}`,
		kind: 'signature',
		signedBy: holder.key,
		namesCertificate: form === 'CAdES-BES',
		content,
		bytes: bench.run(
			`cms -sign -binary -in content -signer ${certificateFile} -inkey ${keyFile} -md md_gost12_${set.bits} -outform DER ${flags}`,
		),
		question: `${verify} ${form === 'CAdES-BES' ? namedCertificate : noTrust}`,
	}));
	// without -debug_decrypt a key that does not open is hidden: OpenSSL goes on with a random one
	const envelopes = ciphers.map((cipher): Specimen => ({
		...common,
		name: `envelope ${cipher} on ${set.curve}`,
		kind: 'envelope',
		content: Buffer.alloc(0),
		bytes: bench.run(`cms -encrypt -binary -${cipher} -in content -outform DER ${certificateFile}`),
		question: `cms -decrypt -debug_decrypt -binary -inform DER -in FILE -recip ${certificateFile} -inkey ${keyFile} -out FILE.out`,
	}));
	const certificate: Specimen = {
		...common,
		name: `certificate on ${set.curve}`,
		kind: 'certificate',
		signedBy: holder.authorityKey,
		content: Buffer.alloc(0),
		bytes: Buffer.from(holder.certificate.der),
		question: `verify -no_check_time ${noOtherAuthorities} -CAfile ${authorityFile} FILE`,
	};
	const keys = Object.entries(keyForms).map(([form, flags]): Specimen => ({
		...common,
		name: `${form} on ${set.curve}`,
		kind: 'key',
		content: Buffer.alloc(0),
		passphrase,
		bytes: bench.run(`pkcs8 -topk8 -in ${keyFile} -outform DER ${flags}`),
		question: `pkey -inform DER -in FILE -passin pass:${passphrase} -pubout -outform DER -out FILE.out`,
	}));
	const keyStores = Object.entries(keyStoreForms).map(([form, flags]): Specimen => ({
		...common,
		name: `${form} on ${set.curve}`,
		kind: 'key store',
		content: Buffer.alloc(0),
		passphrase,
		bytes: bench.run(`pkcs12 -export -inkey ${keyFile} -in ${certificateFile} -passout pass:${passphrase} -iter ${rounds} ${flags}`),
		question:
			`pkcs12 -in FILE -passin pass:${passphrase} -nodes -nocerts -out FILE.key && ` +
			'openssl pkey -in FILE.key -pubout -outform DER -out FILE.out',
	}));
	return [...signatures, ...envelopes, certificate, ...keys, ...keyStores];
}
