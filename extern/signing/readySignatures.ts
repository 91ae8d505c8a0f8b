import { streebog, verifyEnclosed, type Certificate, type SignatureVerdict } from '../../gost';
import { inputError, type ProblemLine, stop } from '../failure';
import { base64Of } from './certificates';
import { digestOf } from './digest';
import { reasonOf } from './faults';
import { isNamedFor } from './fileNames';
import { holderOf } from './holder';
import { readSignatureFile, type ReadSignature, type SignatureFile } from './signatureFile';
import type { Signer, ToSign } from './signer';
import { requireValid } from './validity';
import { verdictsOn } from './verdict';

/**
 * "Signs" with signature files that were made elsewhere: each document gets the file whose digest
 * fits it, whatever the files' names and order. A name decides only between files that fit alike.
 * @param now milliseconds since 1970: the certificate of whoever signed a file that is taken must be valid then
 * @throws ExternError `input` when there is no file at all, one cannot be read, or none holds a signer's certificate
 */
export function readySignatures(files: readonly SignatureFile[], now: number): Signer {
	if (files.length === 0) throw inputError('There is no signature file', 'Provide the .sig file that belongs to the document');
	const signatures = files.map(readSignatureFile);
	return {
		certificate: base64Of(certificateIn(signatures)),
		async expect(documents) {
			const matches = await matchAll(signatures, documents);
			const missing = matches.filter(({ chosen }) => !chosen);
			if (missing.length > 0) throw noFit(missing, matches);
			for (const { chosen } of matches) requireValidSigners(chosen, now);
			return leftOver(signatures, matches);
		},
		async sign(document, shape) {
			if (shape === 'enclosed') return await enclosing(signatures, document, now);
			const match = await matchOf(signatures, document);
			if (!match.chosen) throw noFit([match], [match]);
			requireValidSigners(match.chosen, now);
			return match.chosen.der;
		},
	};
}

/** A signature file, held against a document. */
interface Candidate {
	readonly signature: ReadSignature;
	readonly verdict: SignatureVerdict;
	/** It fits, but by somebody whom the document's place does not accept. */
	readonly isOfStranger: boolean;
}

interface Match {
	readonly document: ToSign;
	readonly candidates: readonly Candidate[];
	readonly chosen?: ReadSignature;
}

async function matchAll(signatures: readonly ReadSignature[], documents: readonly ToSign[]): Promise<Match[]> {
	const matches: Match[] = [];
	for (const document of documents) matches.push(await matchOf(signatures, document));
	return matches;
}

async function matchOf(signatures: readonly ReadSignature[], document: ToSign): Promise<Match> {
	const verdicts = await verdictsOn(() => document.chunks(), signatures.map(({ data }) => data));
	const candidates = verdicts.map((verdict, index) => ({ signature: signatures[index], verdict, isOfStranger: verdict.valid && isOfStranger(verdict, document) }));
	const fitting = candidates.filter(({ verdict, isOfStranger: isStrange }) => verdict.valid && !isStrange).map(({ signature }) => signature);
	// Files of equal bytes fit each other's signatures.
	const chosen = fitting.find(({ fileName }) => isNamedFor(fileName, document.fileName)) ?? fitting[0];
	return { document, candidates, chosen };
}

function isOfStranger({ signers }: SignatureVerdict, { accepts }: ToSign): boolean {
	return accepts !== undefined && !signers.some(({ certificate }) => certificate && accepts.includes(certificate.thumbprint));
}

/** The certificates of issuers may stand before the signer's own. */
function certificateIn(signatures: readonly ReadSignature[]): Certificate {
	const certificate = signatures.map(({ data }) => data.signers[0]?.certificate ?? data.certificates[0]).find(Boolean);
	if (certificate) return certificate;
	const isGost = signatures.some(({ data }) => data.signers.some((signer) => signer.isGost));
	if (isGost) throw inputError(`${signatures[0].fileName} holds no certificate`, 'Make the signature again with the signer\'s certificate included');
	throw inputError(`${signatures[0].fileName} is not a GOST 2012 signature`, 'Sign with a certificate of GOST R 34.10-2012, and include it');
}

/** Several people may have signed one file, and each file may be of somebody else. */
function requireValidSigners(signature: ReadSignature | undefined, now: number): void {
	for (const { certificate } of signature?.data.signers ?? []) if (certificate) requireValid(certificate, now);
}

function noFit(missing: readonly Match[], all: readonly Match[]) {
	return stop(
		`No signature fits ${missing.map(({ document }) => document.fileName).join(', ')}`,
		'Sign exactly the file that is uploaded: one changed byte makes the signature wrong',
		missing.flatMap((match) => reasonsAgainst(match, all)),
	);
}

/** Why each file does not fit a document. Where names tell which file was meant, the others are not gone through. */
function reasonsAgainst({ document, candidates }: Match, all: readonly Match[]): ProblemLine[] {
	const named = candidates.filter(({ signature }) => isNamedFor(signature.fileName, document.fileName));
	const close = named.length > 0 ? named : candidates;
	return close.map(({ signature, verdict, isOfStranger: isStrange }) => {
		const { fileName } = signature;
		const reason = isStrange ? strangerIn(verdict, document) : (otherHome(signature, document, all) ?? reasonOf(verdict) ?? '');
		const isAmongSeveral = named.length > 0 && all.length > 1;
		const text = isAmongSeveral ? `${fileName} looks like the one for ${document.fileName} by its name, but ${lowerFirst(reason)}` : reason;
		return { file: fileName, level: 'error', text };
	});
}

function strangerIn({ certificate }: SignatureVerdict, { fileName }: ToSign): string {
	const whose = certificate ? `of ${holderOf(certificate)}` : 'of somebody';
	return `The signature ${whose} fits ${fileName}, but the draft names another certificate. Sign with the one of the draft, or name this one in the draft`;
}

function otherHome(signature: ReadSignature, own: ToSign, all: readonly Match[]): string | undefined {
	const home = all.find(({ document, candidates }) => document !== own && candidates.some((candidate) => candidate.signature === signature && candidate.verdict.valid));
	return home && `It is the signature of ${home.document.fileName}`;
}

/** Files that were not needed: nothing is wrong with the documents, but somebody meant them for something. */
function leftOver(signatures: readonly ReadSignature[], matches: readonly Match[]): ProblemLine[] {
	const unused = signatures.filter((signature) => !matches.some(({ chosen }) => chosen === signature));
	return unused.flatMap((signature) => {
		const { fileName } = signature;
		const home = matches.find(({ candidates }) => candidates.some((candidate) => candidate.signature === signature && candidate.verdict.valid));
		if (!home) return [{ file: fileName, level: 'warning', text: 'This signature fits none of the files and was not used. Look whether a file is missing' } as const];
		if (thumbprintOf(signature) === (home.chosen && thumbprintOf(home.chosen))) return []; // the same signature twice
		const text = `This is a second signature of ${home.document.fileName}, by another person, and was not used. Sign: Document: Sign takes it, with this file alone`;
		return [{ file: fileName, level: 'warning', text } as const];
	});
}

function thumbprintOf({ data }: ReadSignature): string | undefined {
	return data.signers[0]?.certificate?.thumbprint;
}

async function enclosing(signatures: readonly ReadSignature[], document: ToSign, now: number): Promise<Uint8Array> {
	const wanted = Buffer.from(await digestOf(document.chunks(), 256));
	const lines: ProblemLine[] = [];
	for (const signature of signatures) {
		const { fileName, data, der } = signature;
		const verdict = verifyEnclosed(data);
		const isSame = verdict.content !== undefined && wanted.equals(streebog(256, verdict.content));
		if (verdict.valid && isSame) {
			requireValidSigners(signature, now);
			return der;
		}
		lines.push({ file: fileName, level: 'error', text: reasonOf(verdict.valid ? { reason: 'content-differs' } : verdict) ?? '' });
	}
	throw stop(
		'No signature file holds exactly what is to be signed',
		'Sign a text file with just this text: UTF-8 without a byte order mark, no line end, and the text inside the signature (attached)',
		lines,
	);
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
