import { ExternError, inputError } from '../failure';
import type { PortAnswer } from '../port';
import { serviceRoot } from '../transport/origin';
import { isObject, textOf } from '../wire/tolerant';
import type { ServicePort } from './services';
import { jsonIn } from '../json';

/** What CryptoPro SVS says of one signer. Moments are as the server writes them. */
export interface SvsSigner {
	readonly valid: boolean;
	readonly message?: string;
	readonly name?: string;
	readonly issuer?: string;
	readonly thumbprint?: string;
	readonly serialNumber?: string;
	readonly validFrom?: string;
	readonly validTo?: string;
	/** Such as BES or XLT1. */
	readonly form?: string;
	readonly signedAt?: string;
}

/** What CryptoPro SVS says of a signature, by the chains of trust and revocation lists that it knows. */
export interface SvsVerdict {
	readonly valid: boolean;
	readonly signers: readonly SvsSigner[];
}

/** A signature for the server to verify. */
export interface ForSvs {
	/** CMS, DER. */
	readonly signature: Uint8Array;
	/** The signed file; undefined when the signature encloses it. */
	readonly file?: Uint8Array;
	/** Whether it is of the form CAdES-BES or above, not plain CMS. */
	readonly isCades: boolean;
}

const TIMEOUT_MS = 60_000;
/** The file travels as base64 inside JSON, and the server holds all of it (SVS manual on streams). */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Asks a CryptoPro SVS server (signing.md §1, row SVS) about every signer of a signature. No token is needed.
 * @param address root of the server's application, such as `https://dss.example.org/SVS`
 * @throws ExternError `input` for a wrong address, `refused`, `unavailable` or `malformed` by the server's answer
 */
export async function askSvs(port: ServicePort, address: string, { signature, file, isCades }: ForSvs): Promise<SvsVerdict> {
	if (!address.trim()) throw inputError('The address of CryptoPro SVS is missing', 'Write it in full, like https://dss.example.org/SVS', 'svsAddress');
	if ((file?.length ?? 0) > MOST_BYTES) throw inputError('The file is too large to be sent to CryptoPro SVS', 'Verify files above 64 MB without it');
	const answer = await port.send({
		method: 'POST',
		url: `${serviceRoot(address)}/rest/api/signatures`,
		headers: { accept: 'application/json', 'content-type': 'application/json' },
		body: JSON.stringify({
			SignatureType: isCades ? 'CAdES' : 'CMS',
			Content: base64(signature),
			...(file && { Source: base64(file) }),
			VerifyParams: { VerifyAll: 'true' },
		}),
		expect: 'text',
		timeoutMs: TIMEOUT_MS,
	});
	return verdictIn(bodyOf(answer));
}

function bodyOf(answer: PortAnswer): string {
	if (answer.kind === 'cancelled') throw new ExternError({ kind: 'cancelled' });
	if (answer.kind !== 'answer') {
		const isLate = answer.kind === 'no-answer' && answer.reason === 'timeout';
		throw new ExternError({ kind: 'unavailable', problem: { message: isLate ? 'CryptoPro SVS did not answer in time' : 'CryptoPro SVS cannot be reached at this address' } });
	}
	const body = typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body).toString('utf8');
	if (answer.status >= 200 && answer.status < 300) return body;
	const said = wordsIn(body);
	const isDown = answer.status >= 500;
	const problem = { status: answer.status, message: `CryptoPro SVS ${isDown ? 'has an error' : 'refused the signature'} (${answer.status})${said ? `: ${said}` : ''}` };
	if (isDown) throw new ExternError({ kind: 'unavailable', problem });
	throw new ExternError({ kind: 'refused', status: answer.status, problem, hint: 'Look whether the address is that of the SVS application, without /rest/api' });
}

function verdictIn(body: string): SvsVerdict {
	const answered = jsonIn(body);
	const results = Array.isArray(answered) ? answered.filter(isObject) : [];
	if (results.length === 0 || results.some((result) => typeof Reflect.get(result, 'Result') !== 'boolean')) {
		throw new ExternError({ kind: 'malformed', problem: { message: 'The answer of CryptoPro SVS cannot be understood' } });
	}
	const signers = results.map(signerIn);
	return { valid: signers.every(({ valid }) => valid), signers };
}

function signerIn(result: object): SvsSigner {
	const about = membersIn(result, 'SignerCertificateInfo');
	const signature = membersIn(result, 'SignatureInfo');
	return {
		valid: Reflect.get(result, 'Result') === true,
		message: textOf(Reflect.get(result, 'Message')),
		name: textOf(about.SubjectName),
		issuer: textOf(about.IssuerName),
		thumbprint: textOf(about.Thumbprint)?.toUpperCase(),
		serialNumber: textOf(about.SerialNumber),
		validFrom: textOf(about.NotBefore),
		validTo: textOf(about.NotAfter),
		form: textOf(signature.CAdESType),
		signedAt: textOf(signature.LocalSigningTime),
	};
}

function membersIn(result: object, name: string): Readonly<Record<string, unknown>> {
	const value: unknown = Reflect.get(result, name);
	return isObject(value) ? Object.fromEntries(Object.entries(value)) : {};
}

/** Errors come as JSON with a message, or as a page that says nothing to an operator. */
function wordsIn(body: string): string | undefined {
	const said = jsonIn(body);
	if (typeof said === 'string') return said.slice(0, 300);
	return isObject(said) ? textOf(Reflect.get(said, 'Message') ?? Reflect.get(said, 'message'))?.slice(0, 300) : undefined;
}

function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('base64');
}
