/** The certificate that a reply or a documents request is made for: readable, good today, of the right organization. */

import { readCertificate, type Certificate } from '../../gost';
import { certificateProblem } from '../authorities/verdict';
import type { Docflow } from '../world/docflows';
import type { Call } from './call';
import { badRequest, type ApiProblem } from './problems';

/** Throws 400 with the reason why it does not do. */
export function replyCertificate(call: Call, docflow: Docflow, base64: string): Certificate {
	const certificate = parsed(base64);
	const problem = certificateProblem(call.world, certificate);
	if (problem) throw badRequest(problem, { 'certificate-base64': 'invalid' });
	assertSameInn(docflow, certificate);
	return certificate;
}

function parsed(base64: string): Certificate {
	try {
		return readCertificate(Buffer.from(base64, 'base64'));
	} catch {
		throw badRequest('Не удалось прочитать сертификат', { 'certificate-base64': 'unreadable' });
	}
}

function assertSameInn({ senderInn }: Docflow, { subject: { innLegal, inn } }: Certificate): void {
	if (senderInn !== (innLegal ?? inn) && innLegal !== undefined)
		throw mismatch(`ИНН в сертификате ${innLegal} не совпадает с ИНН отправителя ${senderInn}`);
	if (innLegal === undefined && senderInn.length === 12 && senderInn !== inn)
		throw mismatch(`ИНН в сертификате ${inn ?? '(нет)'} не совпадает с ИНН отправителя ${senderInn}`);
	if (innLegal === undefined && senderInn.length === 10)
		throw mismatch('Сертификат физического лица не подходит: ИНН организации-отправителя в нём нет');
}

function mismatch(message: string): ApiProblem {
	return badRequest(message, { 'certificate-base64': 'inn-mismatch' });
}
