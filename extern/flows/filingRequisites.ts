import type { Signer } from '../signing';
import type { WireDraftMeta } from '../wire/draft';
import type { Filing } from './filing';

/** The requisites of a report's draft (models.md §7). */
export function metaOf(filing: Filing, signer: Signer): WireDraftMeta {
	const { sender, payer, powerOfAttorneyId } = filing;
	return {
		sender: {
			inn: sender.inn,
			kpp: sender.kpp,
			certificate: { content: signer.certificate },
			'is-representative': filing.isRepresentative,
			ipaddress: filing.senderIp,
		},
		recipient: filing.recipient,
		payer: { inn: payer.inn, organization: payer.kpp ? { kpp: payer.kpp } : undefined, 'registration-number-sfr': payer.sfrNumber, okpo: payer.okpo },
		'additional-info': powerOfAttorneyId ? { 'machine-readable-warrant-id': powerOfAttorneyId } : undefined,
		'draft-options': filing.generateWarrant ? { 'generate-warrant': true } : undefined,
	};
}

/** Whether a draft has the requisites that are wanted already, in whatever spelling the service gives them back. */
export function sameMeta(found: WireDraftMeta | null | undefined, wanted: WireDraftMeta): boolean {
	return keyOf(found ?? {}) === keyOf(wanted);
}

function keyOf({ sender, payer, recipient, 'additional-info': more, 'draft-options': options }: Partial<WireDraftMeta>): string {
	return JSON.stringify([
		[sender?.inn, sender?.kpp ?? '', sender?.['is-representative'], sender?.certificate?.content ?? ''],
		[payer?.inn, payer?.organization?.kpp ?? '', payer?.['registration-number-sfr'] ?? '', payer?.okpo ?? ''],
		Object.entries(recipient ?? {}).filter(([, code]) => code).sort(),
		[more?.['machine-readable-warrant-id'] ?? '', options?.['generate-warrant'] ?? false],
	]);
}
