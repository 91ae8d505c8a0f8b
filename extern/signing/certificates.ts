import { readCertificate, type Certificate } from '../../gost';
import { readOr } from './reading';

/** Reads a certificate that an operator pasted. */
export function certificateFrom(certificate: string): Certificate {
	return readOr(() => readCertificate(certificate), 'The certificate cannot be read', 'Paste the certificate as PEM or base64; it must be a GOST 2012 certificate');
}

/** A certificate as the service wants it: DER in base64 without lines. */
export function base64Of(certificate: Certificate): string {
	return Buffer.from(certificate.der).toString('base64');
}
