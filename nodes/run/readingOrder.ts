/**
 * Keys in the order in which a person reads an item, since the editor shows its columns like that: words first, then
 * the codes that some of them stand for, ids and whole certificates last. Within each kind the order stays.
 */
export function inReadingOrder<T>(json: Readonly<Record<string, T>>): Record<string, T> {
	return Object.fromEntries(Object.entries(json).sort(([one], [other]) => rank(one, json) - rank(other, json)));
}

function rank(key: string, json: object): number {
	if (/Ids?$|^certificate$/.test(key)) return 2;
	return `${key}Label` in json ? 1 : 0;
}
