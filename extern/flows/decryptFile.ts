import { unpack } from '../archives';
import { stop } from '../failure';
import { fileNameOf } from '../fileName';
import type { Opener } from '../signing';
import { LARGEST_ENVELOPE } from './decryptDocument';

/** Endings of encrypted files: of CryptoPro, of OpenSSL and e-mail programs, of the exchange. */
const ENVELOPE_ENDING = /\.(enc|p7e|p7m|cms|bin)$/i;

/** A file as it was before it was encrypted. */
export interface DecryptedFile {
	readonly fileName: string;
	readonly bytes: Uint8Array;
}

/**
 * Decrypts a file that came in some other way than through Kontur.Extern; nothing is sent.
 * @param file its name and its content, read only when it is not too large
 * @throws ExternError `stopped` when it cannot be decrypted or unpacked
 */
export async function decryptFile(file: { readonly name: string; readonly length: number; bytes(): Promise<Uint8Array> }, opener: Opener, wishes: { readonly unzip: boolean }): Promise<DecryptedFile> {
	if (file.length > LARGEST_ENVELOPE) throw stop(`${file.name} is too large to be decrypted here: ${file.length} bytes`, `At most ${LARGEST_ENVELOPE / 1024 / 1024} MB can be`);
	const opened = await opener.open(await file.bytes());
	const { bytes, name } = wishes.unzip ? await unpack(opened, 'unknown') : { bytes: opened, name: undefined };
	const ownName = file.name.replace(ENVELOPE_ENDING, '');
	const nameInside = name && !ENVELOPE_ENDING.test(name) ? name : undefined;
	return { fileName: fileNameOf([nameInside, ownName], undefined), bytes };
}
