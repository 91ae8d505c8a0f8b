import { stop } from '../failure';
import type { Signer } from './signer';

/**
 * Somebody who signs later and elsewhere: a draft needs his certificate now.
 * @param certificate DER in base64
 */
export function signsLater(certificate: string): Signer {
	return {
		certificate,
		async sign({ fileName }) {
			throw stop(`${fileName} waits for its signature`, 'Sign it elsewhere and attach the signature');
		},
	};
}
