/**
 * A table, or nothing when it has no rows.
 * @param {string[]} heads
 * @param {string[][]} rows
 */
export function table(heads, rows) {
	if (rows.length === 0) return undefined;
	const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
	return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Blocks with one empty line between them; what is undefined is left out. */
export function page(...blocks) {
	return `${blocks.flat().filter(Boolean).join('\n\n')}\n`;
}

/** A word of the wire, literally. */
export function code(text) {
	return `\`${text}\``;
}

function cell(text) {
	return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
