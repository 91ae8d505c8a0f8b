import type { Certificate } from '../../gost';

/** The taxpayer numbers that a certificate names. */
export interface Inns {
	/** 10 digits: of the organization that it was issued to. */
	readonly organization?: string;
	/** 12 digits: of the person, or the sole trader. */
	readonly person?: string;
}

/**
 * Reads the INNs of a certificate. Since 2021 an organization's stands in 1.2.643.100.4 beside the
 * person's in 1.2.643.3.131.1.1; before, it stood there alone, with two zeros in front to fill the
 * twelve digits (gost-bench.md §3.5).
 */
export function innsOf({ subject: { innLegal, inn } }: Certificate): Inns {
	const older = /^00(\d{10})$/.exec(inn ?? '')?.[1];
	const tenDigits = /^\d{10}$/.test(inn ?? '') ? inn : undefined;
	return { organization: innLegal?.replace(/^00(?=\d{10}$)/, '') ?? older ?? tenDigits, person: older || tenDigits ? undefined : inn };
}

/** The person of a certificate, where it names one. */
export function personOf({ subject: { surname, givenName } }: Certificate): string | undefined {
	return [surname, givenName].filter(Boolean).join(' ') || undefined;
}

/** Whose certificate it is, for messages: person, organization, and the digits that tell two of them apart. */
export function holderOf(certificate: Certificate): string {
	const { commonName, organization } = certificate.subject;
	const names = [personOf(certificate), organization ?? commonName].filter((name, index, all) => name && all.indexOf(name) === index);
	return `${names.join(', ') || 'an unnamed holder'} (thumbprint ${certificate.thumbprint.slice(0, 8)}…)`;
}
