import { takeApart, type Certificate } from './certificate';
import { parseDer, sequenceOf, tags } from './der';
import { bitString } from './derWriter';
import type { PublicKey } from './keys';
import { publicKeyBits } from './publicKeyInfo';

/** The AlgorithmIdentifier of a certificate's key as it stands there: the same curve has several names. */
export function keyAlgorithmOf({ der }: Certificate): Uint8Array {
	return sequenceOf(takeApart(parseDer(der)).publicKeyInfo, 'Public key').take(tags.sequence).encoding;
}

/** The members of the SubjectPublicKeyInfo of a sender's key that was made for one envelope, on the curve of its recipient. */
export function senderKeyMembers(senderKey: PublicKey, recipient: Certificate): Uint8Array[] {
	return [keyAlgorithmOf(recipient), bitString(publicKeyBits(senderKey))];
}
