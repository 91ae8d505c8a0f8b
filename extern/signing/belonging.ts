import { readSignature, streebog, verifyDetached } from '../../gost';
import { attempt } from './reading';

/**
 * Whether a detached signature belongs to a file.
 * @returns undefined when it cannot be told: it is damaged, or made in another way than GOST 2012
 */
export function belongsTo(signature: Uint8Array, file: Uint8Array): boolean | undefined {
	const data = attempt(() => readSignature(signature))?.value;
	if (!data) return undefined;
	const verdict = verifyDetached(data, (bits) => streebog(bits, file));
	if (verdict.valid) return true;
	return verdict.reason === 'digest-differs' || verdict.reason === 'signature-wrong' ? false : undefined;
}
