import { digestBits, type Certificate, type SignatureForm, type SignatureVerdict, type SignerVerdict } from '../../gost';
import { inputError } from '../failure';
import { reasonOf, type Fault } from './faults';
import { innsOf, personOf } from './holder';
import { readSignatureFile, type ReadSignature, type SignatureFile } from './signatureFile';
import { enclosedVerdict, verdictsOn } from './verdict';

/** What can be said of one signer without asking anybody about trust. Moments are ISO 8601, UTC. */
export interface VerifiedSigner {
	readonly valid: boolean;
	readonly reasonCode?: Fault;
	readonly reason?: string;
	readonly form: SignatureForm;
	/** Common name of the certificate: of the organization, or of the person. */
	readonly name?: string;
	readonly person?: string;
	readonly title?: string;
	readonly organization?: string;
	/** 12 digits: of the person or the sole trader. */
	readonly inn?: string;
	/** 10 digits: of the organization. */
	readonly innLegal?: string;
	readonly snils?: string;
	readonly ogrn?: string;
	readonly issuer?: string;
	/** Hexadecimal; also known where the certificate is not enclosed. */
	readonly serialNumber?: string;
	/** SHA-1, hexadecimal. */
	readonly thumbprint?: string;
	readonly validFrom?: string;
	readonly validTo?: string;
	readonly algorithm?: string;
	/** By the signer's own clock; nobody vouches for it. */
	readonly signedAt?: string;
	/** Whether the certificate had ended by that moment. */
	readonly expiredAtSigning?: boolean;
	/** Whether the certificate had not begun at that moment. */
	readonly notYetValidAtSigning?: boolean;
	/** Whether it has ended by now. */
	readonly expired?: boolean;
	/** Whether it has not begun yet. */
	readonly notYetValid?: boolean;
}

/** What can be said of a signature without asking anybody about trust. */
export interface Verified {
	/** Whether the signature of every signer fits. */
	readonly valid: boolean;
	readonly reasonCode?: Fault;
	readonly reason?: string;
	/** Whether the file stands beside the signature, not inside. */
	readonly detached: boolean;
	readonly form?: SignatureForm;
	readonly signers: readonly VerifiedSigner[];
	/** The file inside, signed rightly or not. */
	readonly content?: Uint8Array;
}

/** What to verify, and against what. */
export interface ToVerify {
	readonly signature: SignatureFile;
	/** The file that was signed. A signature that encloses it needs none; where there is one, both are compared. */
	readonly file?: { chunks(): AsyncIterable<Uint8Array> };
	/** Milliseconds since 1970, to say whether certificates are valid. */
	readonly now: number;
}

/**
 * Verifies a signature: digest, signature value and certificate of every signer. Says nothing
 * about who issued the certificates.
 * @throws ExternError `input` when the signature cannot be read at all, or the file is missing
 */
export async function verifySignature({ signature, file, now }: ToVerify): Promise<Verified> {
	const read = readSignatureFile(signature);
	const { detached } = read.data;
	const { reason, ...verdict }: Outcome = detached ? await beside(read, file) : await inside(read, file);
	return {
		valid: verdict.valid,
		reasonCode: reason,
		reason: reasonOf({ reason }),
		detached,
		form: verdict.form,
		signers: verdict.signers.map((signer) => describe(signer, now)),
		content: verdict.content,
	};
}

type Outcome = Omit<SignatureVerdict, 'reason'> & { readonly reason?: Fault; readonly content?: Uint8Array };

async function beside({ fileName, data }: ReadSignature, file: ToVerify['file']): Promise<Outcome> {
	if (!file) throw inputError(`${fileName} is a detached signature: the file that it belongs to is missing`, 'Provide the signed file as well, in the field Input Binary Field', 'file');
	const [verdict] = await verdictsOn(() => file.chunks(), [data]);
	return verdict;
}

async function inside({ data }: ReadSignature, file: ToVerify['file']): Promise<Outcome> {
	const verdict = await enclosedVerdict(data);
	if (!file || !verdict.valid || !verdict.content) return verdict;
	return (await holds(file.chunks(), verdict.content)) ? verdict : { ...verdict, valid: false, reason: 'content-differs' };
}

/** Whether a file is exactly this content. */
async function holds(chunks: AsyncIterable<Uint8Array>, content: Uint8Array): Promise<boolean> {
	let length = 0;
	for await (const chunk of chunks) {
		if (Buffer.compare(chunk, content.subarray(length, length + chunk.length)) !== 0) return false;
		length += chunk.length;
	}
	return length === content.length;
}

function describe({ valid, reason, form, certificate, serialNumber, signedAt }: SignerVerdict, now: number): VerifiedSigner {
	return {
		valid,
		reasonCode: reason,
		reason: reasonOf({ reason }),
		form,
		...(certificate ? ofCertificate(certificate) : { serialNumber: serialNumber || undefined }),
		signedAt: signedAt?.toISOString(),
		expiredAtSigning: certificate && signedAt && hasEnded(certificate, signedAt.getTime()),
		notYetValidAtSigning: certificate && signedAt && isToBegin(certificate, signedAt.getTime()),
		expired: certificate && hasEnded(certificate, now),
		notYetValid: certificate && isToBegin(certificate, now),
	};
}

function ofCertificate(certificate: Certificate) {
	const { subject, issuer, serialNumber, thumbprint, notBefore, notAfter, publicKey } = certificate;
	const inns = innsOf(certificate);
	return {
		name: subject.commonName,
		person: personOf(certificate),
		title: subject.title,
		organization: subject.organization,
		inn: inns.person,
		innLegal: inns.organization,
		snils: subject.snils,
		ogrn: subject.ogrn,
		issuer: issuer.commonName ?? issuer.organization,
		serialNumber,
		thumbprint,
		validFrom: notBefore.toISOString(),
		validTo: notAfter.toISOString(),
		algorithm: `GOST R 34.10-2012, ${digestBits(publicKey)} bits`,
	};
}

function hasEnded({ notAfter }: Certificate, moment: number): boolean {
	return moment > notAfter.getTime();
}

function isToBegin({ notBefore }: Certificate, moment: number): boolean {
	return moment < notBefore.getTime();
}
