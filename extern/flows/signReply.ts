import { ExternError, type ProblemLine, stop } from '../failure';
import { sourceOf } from '../contents';
import { certificateFrom, certificateOr, dataToSign, fitsRaw, holderOf, inOrder, rawValueOf, readSignatureFile, requireFit, type Signer } from '../signing';
import { textOf } from '../wire/tolerant';

/** What the service made for the operator to sign: a reply, or a request for documents. Members in base64. */
export interface Made {
	readonly id: string;
	readonly content?: string;
	readonly 'data-to-sign'?: string;
	readonly filename?: string;
}

/** Replies to the social fund's SEDO; of them only those that come with data to sign are signed. */
const SEDO = /^fss-(sedo|warrant-management)-/;

/**
 * Whether a reply is sent without a signature, as the read marks of SEDO are (domain/signing.md §5).
 * @param type name of the reply's type, or of the docflow's, without its urn
 */
export function isSentUnsigned(type: string, made: Made): boolean {
	return SEDO.test(type) && !textOf(made['data-to-sign']);
}

/**
 * The signature that a reply or a request wants, as it is attached: raw over the data to sign where the
 * service gives such, else detached over the content.
 * @throws ExternError `stopped` when it cannot be made or does not fit
 */
export async function signatureFor(made: Made, signer: Signer): Promise<Uint8Array> {
	const fileName = textOf(made.filename) ?? textOf(made.id) ?? 'The document to be signed';
	const data = textOf(made['data-to-sign']);
	if (data) return await rawSignatureOf(fileName, Buffer.from(data, 'base64'), signer);
	const content = textOf(made.content);
	if (!content) throw new ExternError({ kind: 'malformed', problem: { message: `${fileName} came without its content` } });
	const bytes = Buffer.from(content, 'base64');
	const toSign = { fileName, chunks: () => sourceOf(bytes).chunks() };
	const signature = await signer.sign(toSign, 'detached');
	await requireFit(signature, toSign);
	return signature;
}

/**
 * Whether somebody else signed a reply than it was made for: the service refuses it when it is sent (domain/signing.md §3.6).
 * @param signature as it is attached; a raw one names nobody
 * @param named the certificate that the reply was made for, as content or thumbprint
 * @returns a warning, since only the service knows for certain
 */
export function otherSignerWarning(signature: Uint8Array, named: string): ProblemLine | undefined {
	if (rawValueOf(signature)) return undefined;
	const { data } = readSignatureFile({ fileName: 'The signature', bytes: signature });
	const certificates = data.signers.flatMap(({ certificate }) => certificate ?? []);
	const wanted = certificateOr(named)?.thumbprint ?? named.trim().toUpperCase();
	if (certificates.length === 0 || certificates.some(({ thumbprint }) => thumbprint === wanted)) return undefined;
	return {
		level: 'warning',
		text: `${certificates.map(holderOf).join(' and ')} signed, but the step before names another certificate. If the reply was generated for that one, Send will be refused: then generate it for this one, or sign with that one`,
	};
}

async function rawSignatureOf(fileName: string, data: Uint8Array, signer: Signer): Promise<Uint8Array> {
	const certificate = certificateFrom(signer.certificate);
	const document = dataToSign(fileName, data, certificate);
	const signature = await signer.sign(document, 'raw');
	if (!(await fitsRaw(signature, document, certificate))) {
		throw stop(`The signature of ${fileName} is not valid`, 'It was not attached. Check that the key, the certificate and the data to sign belong together');
	}
	return inOrder(signature, signer.rawOrder ?? 'standard');
}
