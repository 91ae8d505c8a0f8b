import { readCertificate, type Certificate } from '../../gost';
import { attempt, readOr } from './reading';

/** Reads a certificate that an operator pasted. */
export function certificateFrom(certificate: string): Certificate {
	return readOr(() => readCertificate(certificate), 'The certificate cannot be read', 'Paste the certificate as PEM or base64; it must be a GOST 2012 certificate');
}

/** The same, of what nobody here is to judge; undefined when it cannot be read. */
export function certificateOr(content: string | null | undefined): Certificate | undefined {
	return content ? attempt(() => readCertificate(content))?.value : undefined;
}

/** A certificate as the service wants it: DER in base64 without lines. */
export function base64Of(certificate: Certificate): string {
	return Buffer.from(certificate.der).toString('base64');
}
