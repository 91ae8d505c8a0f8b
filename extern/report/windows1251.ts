/**
 * Text in windows-1251, the encoding of the tax service.
 * @param instead what is written for a character that the encoding does not have
 */
export function inWindows1251(text: string, instead: (character: string) => string): Uint8Array {
	const bytes = Array.from(text, (character) => BYTES.get(character) ?? Buffer.from(instead(character), 'latin1'));
	return Buffer.concat(bytes);
}

/** The characters of a text that windows-1251 does not have, each once. */
export function notInWindows1251(text: string): string[] {
	return [...new Set(text)].filter((character) => !BYTES.has(character));
}

const BYTES: ReadonlyMap<string, Uint8Array> = new Map(
	Array.from({ length: 256 }, (_, code) => {
		const byte = Uint8Array.of(code);
		return [new TextDecoder('windows-1251').decode(byte), byte];
	}),
);
