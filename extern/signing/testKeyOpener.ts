import { decryptInPieces, GostDecryptError, GostFormatError, readEnvelope, type EnvelopeSummary } from '../../gost';
import { stop, type ExternError } from '../failure';
import { nextTurn } from './nextTurn';
import { attempt } from './reading';
import type { Opener } from './signer';
import type { TestKey } from './testKey';

const SAME_FILE_AGAIN = 'Fetch the file again. If it stays so, ask the sender for it again';

/** Opens envelopes with a key that is at hand. For the test stand and the sandbox, as signing with it is. */
export function testKeyOpener({ key, certificate }: TestKey): Opener {
	return {
		async open(envelope) {
			const summary = attempt(() => readEnvelope(envelope))?.value;
			if (!summary) throw notEncrypted(envelope);
			try {
				return await inTurns(decryptInPieces(envelope, key, certificate), envelope.length);
			} catch (error) {
				throw whyClosed(error, summary, certificate.serialNumber);
			}
		},
	};
}

/** The pieces in one; other work of the process goes on between them. */
async function inTurns(pieces: Iterable<Uint8Array>, most: number): Promise<Uint8Array> {
	const content = new Uint8Array(most);
	let length = 0;
	for (const piece of pieces) {
		content.set(piece, length);
		length += piece.length;
		await nextTurn();
	}
	return content.subarray(0, length);
}

function notEncrypted(bytes: Uint8Array): ExternError {
	const isStructure = bytes[0] === 0x30; // every CMS in DER or BER is a SEQUENCE
	if (isStructure) return stop('The encrypted file is damaged, or is a signature and not an encrypted file', SAME_FILE_AGAIN);
	return stop('The file is not encrypted', 'Take the encrypted file as it came: CMS (PKCS#7) enveloped data, as DER, PEM or base64');
}

function whyClosed(error: unknown, { recipients, cipher }: EnvelopeSummary, own: string): ExternError {
	const code = error instanceof GostDecryptError || error instanceof GostFormatError ? error.code : 'damaged';
	switch (code) {
		case 'other-recipient':
			return stop(`The file is encrypted to ${serialNumbers(recipients)}; the key belongs to ${own}`, 'Use the key of a certificate that it is encrypted to. An old document may need an old key: keep the keys of expired certificates');
		case 'wrong-key':
			return stop(`The key does not open the file, though it is encrypted to its certificate ${own}`, 'The key belongs to another certificate with this serial number, or the file was damaged: fetch it again');
		case 'content-damaged':
			return stop('The encrypted file was changed after it was encrypted', SAME_FILE_AGAIN);
		case 'unsupported':
			return stop(`The file is encrypted in a way that is not known here (${cipher})`, 'GOST 28147-89, Magma and Kuznyechik are known. Decrypt it with CryptoPro CSP 5.0 R2 or newer, and save the result with Save Decrypted File');
		default:
			return stop('The encrypted file is damaged', SAME_FILE_AGAIN);
	}
}

function serialNumbers(recipients: EnvelopeSummary['recipients']): string {
	const known = recipients.map(({ serialNumber }) => serialNumber).filter(Boolean);
	if (known.length === 0) return 'other certificates';
	return `${known.length > 1 ? 'the certificates' : 'the certificate'} ${known.join(', ')}`;
}
