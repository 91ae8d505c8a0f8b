import {
	decrypt,
	GostDecryptError,
	GostFormatError,
	publicKeyOf,
	readCertificate,
	readKeyStore,
	readPrivateKey,
	streebog,
	verifyCertificateIssuedBy,
	verifyDetached,
	type PrivateKey,
} from '../../../gost';
import type { Kind, Specimen } from './specimens';

/** What we say to a file. */
export interface Verdict {
	readonly accepts: boolean;
	/** Why not, as a code and for errors their message; the trace when an error came out that no reader may throw. */
	readonly reason: string;
	readonly crashed?: boolean;
	/** What was got out of the file: the content of an envelope, the point of the public key. */
	readonly output?: Uint8Array;
}

/** What one has to know to judge a file. */
export type Question = Pick<Specimen, 'kind' | 'key' | 'certificate' | 'authority' | 'namesCertificate' | 'passphrase'>;

const accepted = (output?: Uint8Array): Verdict => ({ accepts: true, reason: '', output });
const refused = (reason: string): Verdict => ({ accepts: false, reason });

const judges: Record<Kind, (file: Uint8Array, content: Uint8Array, question: Question) => Verdict> = {
	signature: (file, content, { namesCertificate }) => {
		const { valid, reason, form } = verifyDetached(file, (bits) => streebog(bits, content));
		if (!valid) return refused(`${reason}`);
		return namesCertificate && form !== 'cades-bes' ? refused('no CAdES-BES') : accepted();
	},
	envelope: (file, _content, { key, certificate }) => accepted(decrypt(file, readPrivateKey(key), readCertificate(certificate))),
	certificate: (file, _content, { authority }) =>
		verifyCertificateIssuedBy(readCertificate(file), readCertificate(authority)) ? accepted() : refused('not issued'),
	key: (file, _content, { passphrase }) => accepted(pointOf(readPrivateKey(file, passphrase))),
	'key store': (file, _content, { passphrase = '' }) => accepted(pointOf(readKeyStore(file, passphrase).key)),
};

/** Our verdict on a file; never throws. */
export function judge(question: Question, file: Uint8Array, content: Uint8Array): Verdict {
	try {
		return judges[question.kind](file, content, question);
	} catch (error) {
		if (error instanceof GostFormatError || error instanceof GostDecryptError) return refused(`${error.code}: ${error.message}`);
		return { accepts: false, crashed: true, reason: error instanceof Error ? `${error.stack}` : 'something that is no error was thrown' };
	}
}

/** As a SubjectPublicKeyInfo ends: x and y, lowest byte first. */
function pointOf(key: PrivateKey): Uint8Array {
	const { x, y } = publicKeyOf(key);
	const digits = key.curve.startsWith('TC26-512') ? 128 : 64;
	const coordinates = [x, y].map((coordinate) => Buffer.from(coordinate.toString(16).padStart(digits, '0'), 'hex').reverse());
	return Buffer.concat(coordinates);
}
