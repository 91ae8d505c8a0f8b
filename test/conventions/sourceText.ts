/** Writes a value as TypeScript source, with bare keys and single quotes: what lint rules expect to read. */
export function sourceText(value: unknown, indent = ''): string {
	const deeper = `${indent}\t`;
	if (Array.isArray(value)) {
		return bracketed('[', value.map((entry) => sourceText(entry, deeper)), ']', indent);
	}
	if (typeof value === 'object' && value !== null) {
		const entries = Object.entries(value)
			.filter(([, content]) => content !== undefined)
			.map(([key, content]) => `${keyText(key)}: ${sourceText(content, deeper)}`);
		return bracketed('{', entries, '}', indent);
	}
	return typeof value === 'string' ? quoted(value) : String(value);
}

function bracketed(open: string, parts: string[], close: string, indent: string): string {
	if (parts.length === 0) return open + close;
	return `${open}\n${parts.map((part) => `${indent}\t${part},\n`).join('')}${indent}${close}`;
}

const keyText = (key: string) => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key));

function quoted(text: string): string {
	const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
	return `'${inner}'`;
}
