/**
 * Where the reference's words are remarks for programmers or abbreviations that an operator does not know: code, or
 * type and state of an event, or list and code → the words that are shown instead.
 */
const WORDING = {
	'building': { en: 'Building' },
	'urn:docflow-common-status:arrived': { en: 'Arrived, acknowledged' },
	'urn:docflow-common-status:received': { en: 'Received, new' },
	'urn:docflow-state:neutral': { en: 'In progress' },
	'urn:docflow:cbrf-report': { en: 'Report to the Bank of Russia' },
	'urn:docflow:fns534-ion': { en: 'Information request to the tax service (ION)' },
	'urn:docflow:fns534-report': { en: 'Tax return or calculation' },
	'urn:docflow:fns534-submission': { en: 'Submission of documents to the tax service' },
	'urn:docflow:fss-report': { en: '4-FSS calculation, before 2023' },
	'urn:docflow:fss-sedo-baby-care-vacation-close-notice': { en: 'Notice: childcare leave up to 1.5 years ended' },
	'urn:docflow:fss-sedo-error': { en: 'SEDO exchange error' },
	'urn:docflow:oved-confirmation': { en: 'Confirmation of main economic activity, before SEDO' },
	'urn:docflow:pfr-ancillary': { en: 'Application to join the electronic exchange (ZPED)' },
	'urn:docflow:pfr-report': { en: 'PFR report (SZV-TD and older forms)' },
	'urn:docflow:pfr-szvtd': { en: 'SZV-TD report' },
	'urn:document:fns534-demand': { en: 'Description file of the demand' },
	'urn:document:sedo-message-responce': { en: 'SEDO response as it came' },
	'urn:task-type:changeDocument': { en: 'Document change' },
	'urn:task-type:draftBuilderBuild': { en: 'Building drafts' },
	'urn:task-type:draftBuilderChange': { en: 'Builder change' },
	'urn:task-type:initDocumentDecryptionOperation': { en: 'Cloud decryption' },
	'urn:task-type:initDraftSignOperation': { en: 'Cloud signing of a draft' },
	'urn:task-type:initReplySignOperation': { en: 'Cloud signing of a reply' },
	'contractType ION4': { en: 'Reconciliation act of the sums attributed' },
	'contractType ION5': { en: 'Certificate of fulfilled tax duties' },
	'contractType ION6': { en: 'Sums attributed to the single tax payment (ENP)' },
	'contractType ION7': { en: 'Balance of the single tax account (ENS)' },
	'contractType ION8': { en: 'Debt within the negative balance (ENS)' },
	'contractType ION9': { en: 'Sums attributed to the single tax payment (ENP), aggregated' },
	'reportDocflowStatus editing': { en: 'Being edited (RPN until 2018)' },
};

/** Abbreviations that nobody outside of the trade reads, wherever they stand. */
const SPELT_OUT = {
	en: [
		[/\bTOGS\b/, 'Rosstat'],
		[/\bUPFR\b/, 'PFR'],
	],
	// Which version of the format it was, no operator asks.
	ru: [[/ \(v2\)$/, '']],
};

const used = new Set();

/**
 * The words that an operator reads for a code.
 * @param {string} key
 * @param {{ en: string, ru: string }} words of the reference
 * @returns {[english: string, russian: string]}
 */
export function worded(key, { en, ru }) {
	used.add(key);
	const own = WORDING[key];
	return [own?.en ?? speltOut(en, SPELT_OUT.en), own?.ru ?? speltOut(ru, SPELT_OUT.ru)];
}

/** @throws {Error} when the reference does not know a code any more that is worded here */
export function requireAllUsed() {
	const stale = Object.keys(WORDING).filter((key) => !used.has(key));
	if (stale.length > 0) throw new Error(`The reference does not list: ${stale.join(', ')}`);
}

function speltOut(text, rules) {
	return rules.reduce((spelt, [pattern, words]) => spelt.replace(pattern, words), text);
}
