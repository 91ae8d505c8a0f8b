import type { Certificate } from '../../../gost';
import { stop } from '../../failure';
import { certificateFrom } from '../certificates';
import { attempt } from '../reading';
import { notUnderstood } from './refusals';
import type { DssServer } from './server';

/** A key that DSS keeps: the number it has there, and its certificate. */
export interface DssKey {
	readonly id: number;
	readonly certificate: Certificate;
}

interface Offered {
	readonly id: number;
	readonly text: string;
	readonly isDefault: boolean;
	readonly certificate?: Certificate;
}

/**
 * The key that signs: the one of the credential's thumbprint, else the default one, else the only one.
 * @throws ExternError `stopped` when there is no such key, or it is not of GOST 2012
 */
export async function chosenKey(server: DssServer): Promise<DssKey> {
	const list = await server.read('certificates');
	if (!Array.isArray(list)) throw notUnderstood('the certificates are no list');
	const offered = list.map(offeredIn).filter((entry) => entry !== undefined);
	const { thumbprint } = server.settings;
	const chosen = thumbprint === undefined ? (offered.find(({ isDefault }) => isDefault) ?? only(offered)) : offered.find(({ certificate }) => certificate?.thumbprint === thumbprint);
	if (!chosen) throw notThere(offered, thumbprint);
	// Reading it once more tells what is wrong with it.
	return { id: chosen.id, certificate: chosen.certificate ?? certificateFrom(chosen.text) };
}

/** `ID` at the vendor's own clients, `Id` in his descriptions. */
function offeredIn(entry: unknown): Offered | undefined {
	const { ID, Id, id = ID ?? Id, CertificateBase64: text, IsDefault }: Readonly<Record<string, unknown>> = { ...Object(entry) };
	if (typeof id !== 'number' || typeof text !== 'string') return undefined;
	return { id, text, isDefault: IsDefault === true, certificate: attempt(() => certificateFrom(text))?.value };
}

function only(offered: readonly Offered[]): Offered | undefined {
	return offered.length === 1 ? offered[0] : undefined;
}

function notThere(offered: readonly Offered[], thumbprint: string | undefined) {
	if (offered.length === 0) return stop('CryptoPro DSS keeps no certificate for this user', 'Have one issued at the DSS server, or sign in as its owner');
	const others = offered.flatMap(({ certificate }) => (certificate ? [`${certificate.thumbprint} (${certificate.subject.commonName ?? 'no name'})`] : []));
	const message = thumbprint === undefined ? 'CryptoPro DSS keeps several certificates for this user, and none is the default one' : `CryptoPro DSS keeps no certificate with the thumbprint ${thumbprint} for this user`;
	return stop(message, `Put the thumbprint of one of these into the credential: ${others.join('; ')}`);
}
