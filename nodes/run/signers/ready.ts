import { rawValueOf, readyFiles, type Signer } from '../../../extern';
import { bytesOf } from '../binary';
import type { Step } from '../step';

/** Finds the certificate, DER in base64, PEM or base64, that raw signatures were made with. */
export type RawSigner = () => Promise<string | undefined>;

/** Signature files of the item, made elsewhere; every file of it when none is named, since forms name their fields oddly. */
export async function ready(step: Step, rawSigner?: RawSigner): Promise<Signer> {
	const found = await step.files(step.text('signatureFields') || Object.keys(step.item.binary ?? {}).join(','));
	const files = await Promise.all(found.map(async (file) => ({ fileName: file.name, bytes: await bytesOf(file) })));
	return readyFiles(files, step.extern.port.now(), files.some(({ bytes }) => rawValueOf(bytes)) ? await rawSigner?.() : undefined);
}
