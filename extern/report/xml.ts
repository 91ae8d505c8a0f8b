/** A start tag of an XML document. */
export interface Element {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	/** Names from the root to this element. */
	readonly path: readonly string[];
}

const TAG = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s<>/!?]+)((?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The elements of a report as far as they can be read. Reading is tolerant: whether the file is
 * well formed is for the service's check to say, in words the authority uses. Document types are
 * not followed, so entities cannot be used against us.
 * @param text the decoded document
 */
export function* elementsOf(text: string): Generator<Element> {
	const path: string[] = [];
	for (const [, closing, name, attributes, empty] of text.matchAll(TAG)) {
		if (name === undefined) continue;
		if (closing) {
			if (path[path.length - 1] === name) path.pop();
			continue;
		}
		path.push(name);
		yield { name, attributes: attributesOf(attributes), path: [...path] };
		if (empty) path.pop();
	}
}

function attributesOf(text: string): Record<string, string> {
	return Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name, double, single]) => [name, decode(double ?? single)]));
}

function decode(text: string): string {
	return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal: string, hex: string, name: string) => {
		if (name) return ENTITIES[name] ?? whole;
		const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
		return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}
