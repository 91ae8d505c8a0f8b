import type { WireDraftMeta, WirePayer, WireRecipient } from '../wire/draft';

/** Who sends what for whom, to whom: the requisites that every draft of a flow has. */
export interface Correspondence {
	readonly accountId: string;
	readonly sender: { readonly inn: string; readonly kpp?: string };
	readonly payer: { readonly inn: string; readonly kpp?: string };
	/** Numbers of the payer that only some authorities ask for. */
	readonly payerNumbers?: Pick<WirePayer, 'okpo' | 'registration-number-sfr'>;
	readonly recipient: WireRecipient;
	/** Id of a machine-readable power of attorney (МЧД), where a representative signs. */
	readonly powerOfAttorneyId?: string;
	readonly senderIp: string;
}

/**
 * Requisites of a draft (models.md §7).
 * @param certificate of whoever signs, DER in base64
 * @param more what belongs to one kind of document
 */
export function draftMetaOf({ sender, payer, payerNumbers, recipient, powerOfAttorneyId, senderIp }: Correspondence, certificate: string, more: Pick<WireDraftMeta, 'related-document'> & { readonly subject?: string } = {}): WireDraftMeta {
	const { 'related-document': related, subject } = more;
	const hasInfo = powerOfAttorneyId !== undefined || subject !== undefined;
	return {
		sender: { ...sender, certificate: { content: certificate }, 'is-representative': sender.inn !== payer.inn, ipaddress: senderIp },
		recipient,
		payer: { inn: payer.inn, organization: payer.kpp ? { kpp: payer.kpp } : undefined, ...payerNumbers },
		'related-document': related,
		'additional-info': hasInfo ? { subject, 'machine-readable-warrant-id': powerOfAttorneyId } : undefined,
	};
}
