/** How long a name may be: in characters, for Windows, and in bytes of UTF-8, for everything else. */
export interface Room {
	readonly characters: number;
	readonly bytes: number;
}

/** Devices of Windows, which no file there can be called, whatever its ending. */
const RESERVED = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const ENDING = /\.[^.\s]{1,10}$/;

/**
 * A name that can be a file's or a folder's in every file system and archive, and leads nowhere else: no folders, no
 * characters that some system forbids, none that are not seen or turn the direction of writing, no device of Windows.
 * Letters of every alphabet stay. What is too long is cut between characters and keeps its ending.
 * @param otherwise the name when nothing is left; safe itself
 */
export function safeName(text: string, room: Room, otherwise: string): string {
	const clean = text
		.normalize('NFC')
		.replace(/[\p{Zl}\p{Zp}\t\n\r]/gu, ' ')
		.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Cn}]/gu, '')
		.replace(/[/\\:*?"<>|]/g, '_');
	const cut = within(trimmed(clean), room);
	const name = RESERVED.test(cut) ? within(`_${cut}`, room) : cut;
	return name === '' ? otherwise : name;
}

/** Names that some file system takes for the same one have one form here. */
export function folded(name: string): string {
	return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** A name cut where its ending begins; the ending has its dot, or is empty. */
export function split(name: string): { readonly stem: string; readonly ending: string } {
	const ending = ENDING.exec(name)?.[0] ?? '';
	return { stem: name.slice(0, name.length - ending.length), ending };
}

/** Whether a path of an index can be used again: nothing but safe names between its slashes. */
export function isSafePath(path: string): boolean {
	const room = { characters: path.length, bytes: path.length * 4 };
	return path.split('/').every((name) => name !== '' && safeName(name, room, '') === name);
}

function within(name: string, room: Room): string {
	if (fits(name, room)) return name;
	const { stem, ending } = split(name);
	const kept = fits(`_${ending}`, room) ? ending : '';
	const characters = [...(kept ? stem : name)];
	// As many as could fit at all, so that a very long name is not tried letter by letter.
	for (let count = Math.min(characters.length, room.characters); count > 0; count -= 1) {
		const shorter = trimmed(characters.slice(0, count).join('')) + kept;
		if (fits(shorter, room)) return shorter;
	}
	return '';
}

function fits(name: string, { characters, bytes }: Room): boolean {
	return name.length <= characters && Buffer.byteLength(name) <= bytes;
}

/** Windows forgets dots and blanks at the end; names that begin with a dot are hidden elsewhere. */
function trimmed(name: string): string {
	return name.replace(/\s+/g, ' ').replace(/^[. ]+/, '').replace(/[. ]+$/, '');
}
