/** How documents are signed: most by a detached CMS, those of the funds and of the police inside their XML. */

import type { DraftDocument } from '../world/drafts';

export type SigningWay = 'cms' | 'xmldsig' | 'none';

/** Subscriptions are sent unsigned (http-behaviour, §13). */
const UNSIGNED = /^urn:document:fss-sedo-(provider|abonent)-subscription-/;
const INSIDE = /^urn:document:(sfr-report|pfr-ancillary|fss-sedo|fss-warrant-management|mvd-notification)-/;
/** For these the Add Document answer already names the bytes; for the others the check does. */
const AT_ONCE = /^urn:document:fss-/;

export const MVD_NOTIFICATION = 'urn:document:mvd-notification-epgu-notification';

export function signingWay({ type, file }: DraftDocument): SigningWay {
	if (UNSIGNED.test(type)) return 'none';
	return INSIDE.test(type) && file !== undefined ? 'xmldsig' : 'cms';
}

/** When the bytes to sign are made: with the document, by the check, or on request. */
export function madeToSign({ type }: DraftDocument): 'at once' | 'by check' | 'on request' {
	if (type === MVD_NOTIFICATION) return 'on request';
	return AT_ONCE.test(type) ? 'at once' : 'by check';
}
