/** Writing XML. */

export type Attributes = Record<string, string | number | null | undefined>;

/** An element; attributes without a value are left out. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
	const written = Object.entries(attributes)
		.filter(([, value]) => value !== undefined && value !== null)
		.map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
		.join('');
	return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

export function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
