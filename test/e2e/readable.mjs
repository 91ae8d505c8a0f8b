import assert from 'node:assert/strict';

/** What no accountant can read, by the name that a failure shows. */
const unreadable = {
	URN: /\burn:[a-z]/i,
	// Also at the end of a file's name, after an underscore.
	GUID: /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/i,
	'raw date or timestamp': /(?<![\d-])\d{4}-\d\d-\d\d(?!\d|-\d)/,
	'missing value': /\bundefined\b|\bnull\b|\bNaN\b|\[object \w+\]|Invalid (Date|DateTime)/,
	'expression that was not filled in': /\{\{|\}\}|\$json\b/,
	'HTML that is shown as such': /<\/?[a-z][^>]*>|&[a-z]+;|&#\d+;/i,
};

/**
 * What is wrong with a text that people read.
 * @param {string} text
 * @returns {string[]} each with the words around it; empty when all can be read
 */
export function unreadableIn(text) {
	return Object.entries(unreadable).flatMap(([what, pattern]) => {
		const found = pattern.exec(text);
		return found ? [`${what}: …${text.slice(Math.max(0, found.index - 60), found.index + 60)}…`] : [];
	});
}

/**
 * A report and a demand are called as the tax service prescribes, with the GUID at the end: a report's name has to be the
 * one that stands inside of it, also when it goes to somebody to be signed, and a demand is known by its name.
 */
const prescribed = /^(?:NO_[A-Z]\w*|ON_DOCNPNO|11\d{5})_[\da-z_]+_[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.(?:xml|pdf)$/i;

/**
 * A mail as its reader sees it, with the names of what is attached: an address behind a link is followed, not read.
 * @param {import('../../scripts/mailbox.mjs').Mail} mail
 */
export function textOfMail({ subject, text, html, files }) {
	return [subject, text, seen(html), ...files.map(({ name }) => name).filter((name) => !prescribed.test(name))].join('\n');
}

/** A chat message as its reader sees it. */
export function textOfMessage({ text, fields }) {
	return fields.parse_mode === 'HTML' ? seen(text) : text;
}

/**
 * Fails when somebody was sent what cannot be read.
 * @param {string[]} texts
 */
export function assertReadable(texts) {
	assert.deepEqual([...new Set(texts.flatMap(unreadableIn))], [], 'mails or chat messages that an accountant cannot read');
}

/** The words of an HTML text without its tags. */
function seen(html) {
	const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
	return html
		.replace(/<style[\s\S]*?<\/style>/gi, ' ')
		.replace(/<\/?[a-z][^>]*>/gi, ' ')
		.replace(/&(\w+);/g, (all, name) => entities[name] ?? all)
		.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
