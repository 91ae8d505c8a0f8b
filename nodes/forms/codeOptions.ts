import type { INodePropertyOptions } from 'n8n-workflow';

/** Codes of the service as options to pick from, in n8n's spelling and order. */
export function codeOptions(codes: ReadonlyArray<{ urn: string; label: string }>): INodePropertyOptions[] {
	const names = codes.map(({ label }) => titleCase(label));
	const isTwin = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
	return codes
		.map(({ urn, label }, index) => ({ name: isTwin(names[index]) ? titleCase(`${label} (${urn.slice(urn.lastIndexOf(':') + 1)})`) : names[index], value: urn }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Words that n8n's style leaves small inside a title. */
const SMALL = /^(an?d?|a[st]|because|but|by|en|for|i[fn]|neither|nor|o[fnr]|only|over|per|so|some|tha[tn]|the|to|up|upon|vs?\.?|versus|via|when|with|without|yet)$/i;

/** A label of the service as n8n writes the names of options. */
function titleCase(label: string): string {
	const words = label.split(/(?<=[\s:–—-])/);
	return words.map((word, index) => (index > 0 && index < words.length - 1 && SMALL.test(word.trim()) ? word : capitalised(word))).join('');
}

function capitalised(word: string): string {
	return /.[A-Z]/.test(word) ? word : word.replace(/[a-z]/i, (letter) => letter.toUpperCase());
}
