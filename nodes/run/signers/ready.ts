import { readySignatures, type Signer } from '../../../extern';
import { bytesOf } from '../binary';
import type { Step } from '../step';

/** Signature files of the item, made elsewhere. */
export async function ready(step: Step): Promise<Signer> {
	const files = await step.files(step.text('signatureFields') || 'signature');
	return readySignatures(await Promise.all(files.map(async (file) => ({ fileName: file.name, bytes: await bytesOf(file) }))));
}
