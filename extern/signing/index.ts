import { readCertificate, readPrivateKey, publicKeyOf, digestBits, readSignature, signDetached, Streebog, verifyDetached, type Certificate, type PrivateKey, type SignatureVerdict } from '../../gost';
import { inputError, stop } from '../failure';

/** A document that waits for a signature; its bytes may be read more than once. */
export interface ToSign {
	readonly fileName: string;
	chunks(): AsyncIterable<Uint8Array>;
}

/** Somebody who signs. Keys never leave him. */
export interface Signer {
	/** His certificate, DER in base64, as the requisites of a draft and a reply want it. */
	readonly certificate: string;
	/**
	 * Signs the exact bytes of a document.
	 * @returns a detached CMS signature, DER, plain shape (signing.md §0.2)
	 * @throws ExternError `input` or `stopped` when he cannot sign this document
	 */
	sign(document: ToSign): Promise<Uint8Array>;
}

/** A signature file that somebody made elsewhere. */
export interface SignatureFile {
	readonly fileName: string;
	readonly bytes: Uint8Array;
}

/**
 * Streebog of a document, read once.
 * @param bits 256 or 512, as the signer's key wants it
 */
export async function digestOf(chunks: AsyncIterable<Uint8Array>, bits: 256 | 512): Promise<Uint8Array> {
	const hash = new Streebog(bits);
	for await (const chunk of chunks) hash.update(chunk);
	return hash.digest();
}

/**
 * Signs with a key that is at hand. For the test stand and the sandbox: the arithmetic is right,
 * but the tool is not certified, so the signature is not a qualified one in law.
 * @param privateKey PKCS#8, PEM or DER
 * @param certificate PEM, DER or base64
 * @throws ExternError `input` when key and certificate cannot be read or do not belong together
 */
export function testKeySigner(privateKey: string, certificate: string): Signer {
	const own = testKeyFrom(privateKey, certificate);
	return {
		certificate: base64Of(own.certificate),
		async sign(document) {
			return signDetached({ digest: await digestOf(document.chunks(), digestBits(own.key)), ...own });
		},
	};
}

/** A GOST key with its certificate. */
export interface TestKey {
	readonly key: PrivateKey;
	readonly certificate: Certificate;
}

/**
 * Reads a GOST key and the certificate that belongs to it.
 * @param privateKey PKCS#8, PEM or DER
 * @param certificate PEM, DER or base64
 * @throws ExternError `input` when they cannot be read or do not belong together
 */
export function testKeyFrom(privateKey: string, certificate: string): TestKey {
	const key = readOr(() => readPrivateKey(privateKey), 'The private key cannot be read', 'Paste the whole PEM text, from BEGIN PRIVATE KEY to END PRIVATE KEY');
	const own = certificateFrom(certificate);
	const belongs = publicKeyOf(key);
	if (own.publicKey.x !== belongs.x || own.publicKey.y !== belongs.y) {
		throw inputError('The private key and the certificate do not belong together', 'Take both from the same letter or archive');
	}
	return { key, certificate: own };
}

/**
 * "Signs" with signature files that were made elsewhere: each document gets the file whose digest
 * fits it, whatever the files' names and order.
 * @throws ExternError `input` when there is no file at all or one cannot be read
 */
export function readySignatures(files: readonly SignatureFile[]): Signer {
	if (files.length === 0) throw inputError('There is no signature file', 'Provide the .sig file that belongs to the document');
	const signatures = files.map((file) => ({
		...file,
		data: readOr(() => readSignature(file.bytes), `${file.fileName} is not a signature, or is damaged`, 'Make the signature again: detached, CMS (PKCS#7)'),
	}));
	// The certificates of issuers may stand before the signer's own.
	const certificate = signatures[0].data.signers[0]?.certificate ?? signatures[0].data.certificates[0];
	if (!certificate) throw inputError(`${files[0].fileName} holds no certificate`, 'Make the signature again with the signer\'s certificate included');
	return {
		certificate: base64Of(certificate),
		async sign(document) {
			const verdicts: Array<{ fileName: string; verdict: SignatureVerdict }> = [];
			const digests = new Map<256 | 512, Uint8Array>(); // reading the document may mean to download it
			for (const { fileName, bytes, data } of signatures) {
				const bits = data.digestBits ?? 256;
				const digest = digests.get(bits) ?? (await digestOf(document.chunks(), bits));
				digests.set(bits, digest);
				const verdict = verifyDetached(data, () => digest);
				if (verdict.valid) return derOf(bytes);
				verdicts.push({ fileName, verdict });
			}
			throw stop(
				`No signature fits ${document.fileName}`,
				'Sign exactly the file that is uploaded: one changed byte makes the signature wrong',
				verdicts.map(({ fileName, verdict }) => ({ file: fileName, level: 'error', text: reasonOf(verdict) })),
			);
		},
	};
}

/** What can be said of a signature without asking anybody about trust. */
export interface Verified {
	readonly valid: boolean;
	readonly reason?: string;
	readonly signer?: string;
	readonly inn?: string;
	readonly thumbprint?: string;
	/** ISO 8601, UTC. */
	readonly validFrom?: string;
	readonly validTo?: string;
}

/**
 * Verifies a detached signature over a file: digest, signature value and certificate. Says nothing
 * about who issued the certificate.
 * @throws ExternError `input` when the signature cannot be read at all
 */
export async function verifySignature(signature: Uint8Array, file: AsyncIterable<Uint8Array>): Promise<Verified> {
	const data = readOr(() => readSignature(signature), 'This is not a signature, or it is damaged', 'A signature file is DER, PEM or base64 CMS (PKCS#7)');
	const digest = await digestOf(file, data.digestBits ?? 256);
	const verdict = verifyDetached(data, () => digest);
	const { certificate } = verdict;
	return {
		valid: verdict.valid,
		reason: verdict.valid ? undefined : reasonOf(verdict),
		signer: certificate?.subject.commonName,
		inn: certificate?.subject.innLegal ?? certificate?.subject.inn,
		thumbprint: certificate?.thumbprint,
		validFrom: certificate?.notBefore.toISOString(),
		validTo: certificate?.notAfter.toISOString(),
	};
}

/** Why a signature does not hold, in words. */
export function reasonOf(verdict: SignatureVerdict): string {
	switch (verdict.reason) {
		case 'digest-differs':
			return 'The signature belongs to another file, or the file was changed after signing';
		case 'signature-wrong':
			// Without signed attributes, the usual shape, these cases cannot be told apart.
			return 'The signature belongs to another file or an older state of it, is damaged, or was made with another key than its certificate says';
		case 'certificate-differs':
			return 'The signature names another certificate as the signer\'s than the one it contains';
		case 'certificate-missing':
			return 'The signature does not contain the signer\'s certificate';
		case 'not-gost':
			return 'The signature is not a GOST 2012 signature';
		case 'attached':
			return 'The signature contains the file; a detached signature is needed';
		case 'detached':
			return 'The signature does not contain the file; one with the file inside is needed';
		case 'no-signer':
			return 'The signature names no signer';
		default:
			return 'The signature is valid';
	}
}

/** Reads a certificate that an operator pasted. */
export function certificateFrom(certificate: string): Certificate {
	return readOr(() => readCertificate(certificate), 'The certificate cannot be read', 'Paste the certificate as PEM or base64; it must be a GOST 2012 certificate');
}

/** A certificate as the service wants it: DER in base64 without lines. */
export function base64Of(certificate: Certificate): string {
	return Buffer.from(certificate.der).toString('base64');
}

/** Signature files come as DER, base64 or PEM, there also among other blocks; the service gets DER. */
function derOf(bytes: Uint8Array): Uint8Array {
	if (bytes[0] === 0x30) return bytes;
	const text = Buffer.from(bytes).toString('latin1');
	const blocks = text.split('-----BEGIN ').slice(1).map((block) => block.split('-----')[1] ?? '');
	return [text, ...blocks].map((block) => Buffer.from(block, 'base64')).find((der) => attempt(() => readSignature(der))) ?? bytes;
}

function readOr<T>(read: () => T, message: string, hint: string): T {
	const outcome = attempt(read);
	if (outcome) return outcome.value;
	throw inputError(message, hint);
}

function attempt<T>(read: () => T): { value: T } | undefined {
	try {
		return { value: read() };
	} catch {
		return undefined;
	}
}
