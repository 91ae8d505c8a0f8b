import { base64, optional, text, type InputOf } from './fields';

/** Whom an order of a test tool is about. Without a payer, the sender reports for itself. */
export const parties = {
	senderInn: text(),
	senderKpp: optional(text()),
	senderName: optional(text()),
	senderCertificate: optional(base64('Account: Get Certificates')),
	payerInn: optional(text()),
	payerKpp: optional(text()),
	payerName: optional(text()),
	chiefSurname: optional(text()),
	chiefName: optional(text()),
	chiefPatronymic: optional(text()),
};

type Parties = InputOf<typeof parties>;

export function senderOf({ senderInn, senderKpp, senderName, senderCertificate }: Parties) {
	return { inn: senderInn, kpp: senderKpp, name: senderName, certificate: senderCertificate ? { content: senderCertificate } : undefined };
}

export function payerOf({ senderInn, senderKpp, senderName, payerInn, payerKpp, payerName, chiefSurname, chiefName, chiefPatronymic }: Parties) {
	const { inn, kpp, name } = payerInn ? { inn: payerInn, kpp: payerKpp, name: payerName } : { inn: senderInn, kpp: senderKpp, name: payerName ?? senderName };
	const hasChief = chiefSurname ?? chiefName ?? chiefPatronymic;
	return {
		inn,
		name,
		organization: kpp ? { kpp } : undefined,
		chiefFio: hasChief ? { surname: chiefSurname, name: chiefName, patronymic: chiefPatronymic } : undefined,
	};
}
