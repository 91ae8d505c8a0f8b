import { digestBits, readSignature, type SignedData } from '../../../gost';
import { stop } from '../../failure';
import { base64Of } from '../certificates';
import { digestOf } from '../digest';
import { reasonOf } from '../faults';
import { inStandardOrder } from '../raw';
import { attempt } from '../reading';
import { requireRecipient } from '../recipient';
import type { ServicePort } from '../services';
import type { Opener, SignatureShape, Signer, ToSign } from '../signer';
import { verdictOn } from '../verdict';
import { askService, type ServicePatience } from './call';
import { signingServiceFrom, type SigningService, type SigningServiceFields } from './protocol';

/**
 * Has a service of the operator's own sign. What it answers is verified before anybody uses it: it has
 * to be a signature of this very file, in the wanted shape, made with the certificate of the credential.
 * @param fields the credential "Kontur Extern Signing Service API"
 * @param port a door that authenticates with that credential
 * @throws ExternError `input` when the credential cannot be used; signing throws `stopped`, `unavailable` or `cancelled`
 */
export function signingServiceSigner(fields: SigningServiceFields, port: ServicePort, patience: ServicePatience = {}): Signer {
	const service = signingServiceFrom(fields);
	return {
		certificate: base64Of(service.certificate),
		requireSize(fileName, size) {
			if (size > service.largestFile) throw tooLarge(fileName, service);
		},
		async sign(document, shape) {
			const { fileName, isDigest } = document;
			if (isDigest && shape !== 'raw') throw stop(`${fileName} is a digest, of which only a raw signature can be made`);
			const { bytes, digest } = await readWhole(document, service);
			const answer = await askService(service, port, isDigest ? 'digest' : shape, bytes, fileName, patience);
			return shape === 'raw' ? rawSignature(service, answer, digest, fileName) : cms(service, answer, digest, shape, fileName);
		},
	};
}

/**
 * Has a service of the operator's own decrypt.
 * @param fields the credential "Kontur Extern Signing Service API"
 * @param port a door that authenticates with that credential
 * @throws ExternError `input` when the credential cannot be used, or an envelope is not for its certificate; opening throws also `stopped`, `unavailable` or `cancelled`
 */
export function signingServiceOpener(fields: SigningServiceFields, port: ServicePort, patience: ServicePatience = {}): Opener {
	const service = signingServiceFrom(fields);
	return {
		async open(envelope) {
			if (envelope.length > service.largestFile) throw tooLarge('The encrypted file', service);
			requireRecipient(envelope, service.certificate, 'the signing service');
			return await askService(service, port, 'decrypt', envelope, 'The encrypted file', patience);
		},
	};
}

/** The file as a whole, since services take it so, and its digest, in one reading. */
async function readWhole({ fileName, chunks, isDigest }: ToSign, service: SigningService): Promise<{ bytes: Uint8Array; digest: Uint8Array }> {
	const bits = digestBits(service.certificate.publicKey);
	const parts: Uint8Array[] = [];
	let size = 0;
	async function* kept(): AsyncGenerator<Uint8Array> {
		for await (const chunk of chunks()) {
			size += chunk.length;
			if (size > service.largestFile) throw tooLarge(fileName, service);
			parts.push(chunk);
			yield chunk;
		}
	}
	const digest = await digestOf(kept(), bits);
	if (size === 0) throw stop(`${fileName} is empty`, 'There is nothing in it that could be signed');
	const bytes = Buffer.concat(parts);
	if (isDigest && size * 8 !== bits) throw stop(`${fileName} is a digest of ${size * 8} bits, and the certificate in the credential has a key of ${bits} bits`, 'Choose the credential of the certificate for which it was made');
	return { bytes, digest: isDigest ? bytes : digest };
}

function tooLarge(fileName: string, { largestFile, protocol }: SigningService) {
	const megabytes = Math.floor((largestFile / 1024 / 1024) * 10) / 10;
	const inText = protocol.body === 'json' || protocol.body === 'jsonText' ? ' Inside JSON 256 MB are the most' : '';
	return stop(`${fileName} is larger than ${megabytes} MB, the most that the signing service is sent`, `Raise Largest File in the credential, if service and memory of n8n allow it.${inText}`);
}

function rawSignature({ certificate }: SigningService, answer: Uint8Array, digest: Uint8Array, fileName: string): Uint8Array {
	const bits = digestBits(certificate.publicKey);
	if (attempt(() => readSignature(answer))) {
		throw stop(`The signing service made a signature file of ${fileName} where a raw signature is needed`, 'Check Path for Raw Signatures in its credential');
	}
	if (answer.length * 4 !== bits) {
		throw stop(`The signing service answered ${answer.length} bytes where a raw signature of ${bits / 4} bytes is needed`, 'Check Path for Raw Signatures in its credential, and that it signs with the certificate of the credential');
	}
	const value = inStandardOrder(answer, certificate.publicKey, digest);
	if (value) return value;
	throw stop(`The signature that the signing service made does not fit ${fileName}`, 'It was not used. The service signed something else, or with another key than that of the certificate in the credential');
}

function cms({ certificate }: SigningService, answer: Uint8Array, digest: Uint8Array, shape: Exclude<SignatureShape, 'raw'>, fileName: string): Uint8Array {
	const data = attempt(() => readSignature(answer))?.value;
	if (!data) throw notReadable(answer, fileName);
	if (data.detached !== (shape === 'detached')) throw otherShape(data, fileName);
	const [signer] = data.signers;
	if (signer?.certificate && signer.certificate.thumbprint !== certificate.thumbprint) {
		throw stop(
			'The signing service signed with another certificate than that of its credential',
			`In the credential is ${certificate.thumbprint}, the service used ${signer.certificate.thumbprint}. Correct either of them`,
		);
	}
	const verdict = verdictOn(data, digest);
	if (verdict.valid) return answer;
	const hint = verdict.reason === 'certificate-missing' ? 'Have the service include the certificate of the signer in the signature' : 'It was not used. Look into the log of the service';
	throw stop(`The signature that the signing service made does not fit ${fileName}`, `${reasonOf(verdict) ?? ''}. ${hint}`);
}

function notReadable(answer: Uint8Array, fileName: string) {
	const isRaw = answer.length === 64 || answer.length === 128;
	return stop(
		isRaw ? `The signing service made a raw signature of ${fileName} where a signature file is needed` : `What the signing service answered for ${fileName} is no signature`,
		'Check the paths and Answer Path in its credential: wanted is CMS (PKCS#7), as DER, PEM or base64',
	);
}

function otherShape({ detached }: SignedData, fileName: string) {
	return detached
		? stop(`The signing service made a detached signature of ${fileName} where one is needed that encloses the file`, 'Check Path for Enclosing Signatures in its credential')
		: stop(`The signing service put ${fileName} inside the signature; a detached signature is needed`, 'Check Path for Detached Signatures in its credential, or have the service sign detached');
}
