/** Form-urlencoded bodies. A field sent twice keeps both values, since that is an error to report. */

export type Form = Record<string, string | string[]>;

export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

export function parseForm(text: string): Form {
	const fields = new Map<string, string | string[]>();
	for (const [name, value] of new URLSearchParams(text)) {
		const earlier = fields.get(name);
		fields.set(name, earlier === undefined ? value : [earlier, value].flat());
	}
	return Object.fromEntries(fields);
}

export function formText(form: Form): string {
	const text = new URLSearchParams();
	for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) text.append(name, one);
	return text.toString();
}

export function isForm(body: unknown): body is Form {
	return typeof body === 'object' && body !== null && !Buffer.isBuffer(body);
}

/** Undefined when the text is neither; C# writes `True`. */
export function truthOf(text: string): boolean | undefined {
	if (/^true$/i.test(text)) return true;
	return /^false$/i.test(text) ? false : undefined;
}

/** The single value of a field of a parsed body. */
export function fieldOf(body: unknown, name: string): string | undefined {
	const value = isForm(body) ? body[name] : undefined;
	return typeof value === 'string' ? value : undefined;
}
