/** What a docflow says about itself: made from the draft and its main document. */

import type { Draft, DraftDocument } from '../world/drafts';
import { formByKnd } from './forms';
import { periodOf } from './periods';
import { authorityCode } from './routing';

type Description = Record<string, unknown>;

export function descriptionOf(draft: Draft, main: DraftDocument): Description {
	const [, ofFlow] = FLOWS.find(([pattern]) => pattern.test(main.type)) ?? [];
	return withoutGaps({
		'original-draft-id': draft.id,
		...formVersion(main),
		...(ofFlow ?? anyDescription)(draft, main),
		...main.describes,
	});
}

/** By the type of the main document. */
const FLOWS: Array<[RegExp, (draft: Draft, main: DraftDocument) => Description]> = [
	[/fns534-report$/, reportDescription],
	[/fns534-(submission|inventory)-message$/, submissionDescription],
	[/fns534-ion-request$/, submissionDescription],
	[/fns534-letter$/, letterDescription],
	[/business-registration/, ({ meta }) => ({ recipient: authorityCode(meta), 'sender-inn': meta.sender.inn })],
	[/pfr-/, pensionFundDescription],
	[/fss-/, socialFundDescription],
];

function reportDescription(draft: Draft, { file }: DraftDocument): Description {
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

function submissionDescription(draft: Draft, { file }: DraftDocument): Description {
	const { meta } = draft;
	return {
		recipient: meta.recipient['mri-code'] ?? authorityCode(meta),
		'final-recipient': authorityCode(meta),
		'payer-inn': innKpp(draft),
		'report-inn': file?.taxpayer?.inn,
		'report-kpp': file?.taxpayer?.kpp,
		...related(draft),
	};
}

function letterDescription(draft: Draft): Description {
	const { meta } = draft;
	return {
		recipient: meta.recipient['mri-code'] ?? authorityCode(meta),
		'final-recipient': authorityCode(meta),
		subject: meta['additional-info']?.subject,
		'sender-inn': meta.sender.inn,
		...related(draft),
	};
}

function pensionFundDescription({ meta }: Draft): Description {
	const number = meta.payer['registration-number-pfr'] ?? meta.payer['registration-number-sfr'];
	return {
		'final-recipient': authorityCode(meta),
		// The new ten-digit numbers have no place in the old flows.
		'registration-number': number?.includes('-') ? number : undefined,
		subject: meta['additional-info']?.subject,
	};
}

function socialFundDescription({ meta: { payer } }: Draft): Description {
	return {
		'registration-number': payer['registration-number-fss'],
		'registration-number-sfr': payer['registration-number-sfr'],
	};
}

function anyDescription(draft: Draft): Description {
	const { meta } = draft;
	return {
		'payer-inn': innKpp(draft),
		recipient: authorityCode(meta),
		subject: meta['additional-info']?.subject,
		okpo: meta.payer.okpo,
		...related(draft),
	};
}

function related({ meta }: Draft): Description {
	const document = meta['related-document'];
	return { 'related-docflow-id': document?.['related-docflow-id'], 'related-document-id': document?.['related-document-id'] };
}

function formVersion({ file }: DraftDocument): Description {
	if (!file?.knd) return {};
	const { full, short } = formByKnd(file.knd);
	return {
		'form-version': withoutGaps({ knd: file.knd, version: file.formVersion, 'form-fullname': full, 'form-shortname': short }),
	};
}

function innKpp({ meta: { payer } }: Draft): string {
	return payer.organization?.kpp ? `${payer.inn}-${payer.organization.kpp}` : payer.inn;
}

function withoutGaps(fields: Description): Description {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}
