/** The value of a JSON text; undefined when it is none. */
export function jsonIn(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return value;
	} catch {
		return undefined;
	}
}
