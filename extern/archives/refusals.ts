import { stop, type ExternError } from '../failure';

const MIB = 1024 * 1024;

/**
 * The error for an archive that cannot be what somebody packed.
 * @param what is wrong with it
 */
export function damagedArchive(what: string): ExternError {
	return stop(`The archive is damaged: ${what}`, 'Fetch the file again. If it stays so, it was damaged before it was encrypted, or was decrypted with a wrong key: ask the sender for it again');
}

/**
 * The error for an archive in order that cannot be opened here.
 * @param what it has
 */
export function unknownArchive(what: string): ExternError {
	return stop(`The archive cannot be opened: ${what}`, 'Switch Unzip off to get the archive as it is, and open it with another program');
}

/** The error for an archive that unpacks to more than `most` bytes. */
export function tooLarge(most: number): ExternError {
	return stop(`The archive unpacks to more than ${Math.floor(most / MIB)} MB`, 'Archives that grow like this are often made to harm. Switch Unzip off to get the archive as it is');
}
