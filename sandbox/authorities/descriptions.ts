/** What a docflow says about itself: made from the draft and its main document. */

import type { Draft, DraftDocument } from '../world/drafts';
import { formByKnd } from './forms';
import { periodOf } from './periods';
import { authorityCode } from './routing';

export function descriptionOf(draft: Draft, main: DraftDocument): Record<string, unknown> {
	const { meta } = draft;
	const common = { 'original-draft-id': draft.id, ...formVersion(main) };
	if (main.type === 'urn:document:fns534-report') return withoutGaps({ ...common, ...reportDescription(draft, main) });
	return withoutGaps({
		...common,
		'payer-inn': innKpp(draft),
		recipient: authorityCode(meta),
		subject: meta['additional-info']?.subject,
		'registration-number-sfr': meta.payer['registration-number-sfr'],
		'related-docflow-id': meta['related-document']?.['related-docflow-id'],
		'related-document-id': meta['related-document']?.['related-document-id'],
	});
}

function reportDescription(draft: Draft, { file }: DraftDocument): Record<string, unknown> {
	const { recipient } = draft.meta;
	const period = file?.periodCode && file.year ? periodOf(file.periodCode, file.year) : undefined;
	return {
		recipient: recipient['mri-code'] ?? authorityCode(draft.meta),
		'final-recipient': authorityCode(draft.meta),
		'correction-number': file?.correction === undefined ? undefined : Number(file.correction),
		'period-begin': period && `${period.begin}T00:00:00.0000000`,
		'period-end': period && `${period.end}T00:00:00.0000000`,
		'period-code': file?.periodCode,
		'payer-inn': innKpp(draft),
		'report-inn': file?.taxpayer?.inn,
		'report-kpp': file?.taxpayer?.kpp,
		oktmo: file?.oktmo,
	};
}

function formVersion({ file }: DraftDocument): Record<string, unknown> {
	if (!file?.knd) return {};
	const { full, short } = formByKnd(file.knd);
	return {
		'form-version': withoutGaps({ knd: file.knd, version: file.formVersion, 'form-fullname': full, 'form-shortname': short }),
	};
}

function innKpp({ meta: { payer } }: Draft): string {
	return payer.organization?.kpp ? `${payer.inn}-${payer.organization.kpp}` : payer.inn;
}

function withoutGaps(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}
