import { readySignatures, type Signer } from '../../../extern';
import { bytesOf } from '../binary';
import type { Step } from '../step';

/** Signature files of the item, made elsewhere; every file of it when none is named, since forms name their fields oddly. */
export async function ready(step: Step): Promise<Signer> {
	const files = await step.files(step.text('signatureFields') || Object.keys(step.item.binary ?? {}).join(','));
	return readySignatures(await Promise.all(files.map(async (file) => ({ fileName: file.name, bytes: await bytesOf(file) }))));
}
