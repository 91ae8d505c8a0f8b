import { readEnvelope, type Certificate } from '../../gost';
import { inputError } from '../failure';
import { readOr } from './reading';

/**
 * Lets an envelope pass to a key elsewhere only when it is encrypted to the certificate of that key.
 * @param keeper who has the key, in the operator's words
 * @throws ExternError `input` when it is for another certificate, or is no envelope
 */
export function requireRecipient(envelope: Uint8Array, certificate: Certificate, keeper: string): void {
	const { recipients } = readOr(() => readEnvelope(envelope), 'This is not an encrypted file, or it is damaged', 'Fetch it again');
	// Who is named by the identifier of his key has no serial number here: the keeper will know.
	const isNamed = recipients.some(({ serialNumber }) => serialNumber === '' || serialNumber === certificate.serialNumber);
	if (!isNamed) throw inputError(`The file is encrypted to another certificate than that of ${keeper}`, 'Choose the credential of the certificate that the report was filed with');
}
