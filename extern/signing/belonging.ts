import { readSignature, verifyDetached } from '../../gost';
import { digestOf } from './digest';
import { attempt } from './reading';

/**
 * Whether a detached signature belongs to a file.
 * @returns undefined when it cannot be told: it is damaged, or made in another way than GOST 2012
 */
export async function belongsTo(signature: Uint8Array, file: AsyncIterable<Uint8Array>): Promise<boolean | undefined> {
	const data = attempt(() => readSignature(signature))?.value;
	if (!data) return undefined;
	const digest = await digestOf(file, data.digestBits ?? 256);
	const verdict = verifyDetached(data, () => digest);
	if (verdict.valid) return true;
	return verdict.reason === 'digest-differs' || verdict.reason === 'signature-wrong' ? false : undefined;
}
