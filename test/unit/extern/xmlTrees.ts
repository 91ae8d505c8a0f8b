import fc from 'fast-check';

/** Elements in elements, as a report has them. */
export interface Tree {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly Tree[];
}

const names = fc.stringMatching(/^[А-Яа-яA-Za-z_][А-Яа-яA-Za-z0-9_.-]{0,8}$/);
const values = fc.string({ unit: fc.constantFrom('a', 'Я', '<', '>', '&', '"', '\'', '/', '=', ' ', ';', '#', '1') });
/** Any of them. */
export const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
	tree: fc.record({
		name: names,
		attributes: fc.dictionary(names, values, { maxKeys: 4 }),
		children: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('tree'), { maxLength: 4 })),
	}),
}));

const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
/** As XML. */
export const written = ({ name, attributes, children }: Tree): string =>
	`<${name}${Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`).join('')}>${children.map(written).join('text')}</${name}>`;
