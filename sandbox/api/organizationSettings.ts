/** What an organization chooses for itself: who signs for which authority, the way into Gosuslugi. */

import { verifyEnclosed, type Certificate, type EnclosedVerdict } from '../../gost';
import { certificateProblem } from '../authorities/verdict';
import { controlUnits } from '../handbooks/controlUnits';
import type { Organization, SignerChoice } from '../world/accounts';
import type { Call, Handlers } from './call';
import { organizationOf } from './organizations';
import { badRequest } from './problems';

/** The signature opens Gosuslugi for so long. */
const GOSUSLUGI_MS = 18 * 3600 * 1000;

export const organizationSettingHandlers: Handlers = {
	'organization-update-signer': (call) => {
		const organization = organizationOf(call);
		const choice = judgedChoice(call, organization);
		const others = organization.signers.filter((signer) => signer['control-unit-code'] !== choice['control-unit-code']);
		organization.signers = [...others, choice];
		return { status: 200 };
	},
	'organization-gosuslugi-auth': (call) => {
		const organization = organizationOf(call);
		const { 'gosuslugi-uid': uid, 'base64-signature-content': signature } = call.body<{
			'gosuslugi-uid': string;
			'base64-signature-content': string;
		}>();
		checkSigner(call, organization, signerOf(Buffer.from(signature, 'base64'), uid));
		organization.gosuslugi = { uid, validUntil: new Date(call.world.clock.now().getTime() + GOSUSLUGI_MS) };
		return { status: 200 };
	},
};

function judgedChoice(call: Call, { accountId }: Organization): SignerChoice {
	const choice = call.body<SignerChoice>();
	if (Object.keys(choice).length === 0) throw badRequest('Не указано, кто подписывает');
	const { 'control-unit-code': code, 'certificate-thumbprint': thumbprint } = choice;
	if (code !== undefined && !controlUnits.some((unit) => unit.code === code))
		throw badRequest(`Неизвестный контролирующий орган ${code}`, { 'control-unit-code': 'unknown' });
	const held = call.world.accounts.certificatesOf(accountId).map(({ certificate }) => certificate.thumbprint);
	if (thumbprint !== undefined && !held.includes(thumbprint.toUpperCase()))
		throw badRequest('В учётной записи нет сертификата с таким отпечатком', { 'certificate-thumbprint': 'unknown' });
	return choice;
}

/** Who signed the key, which has to be inside the signature. Throws 400. */
function signerOf(signature: Uint8Array, uid: string): Certificate | undefined {
	const { valid, reason, content, certificate } = verdictOf(signature);
	if (reason === 'certificate-missing') return undefined;
	const refuse = (message: string) => badRequest(message, { 'base64-signature-content': 'invalid' });
	if (reason === 'detached') throw refuse('Подпись откреплённая, а нужна присоединённая: с ключом внутри');
	if (!valid) throw refuse('Подпись неверна');
	if (!content || !Buffer.from(uid, 'utf8').equals(content)) throw refuse('Подписан не тот ключ, который указан в gosuslugi-uid');
	return certificate;
}

function verdictOf(signature: Uint8Array): EnclosedVerdict {
	try {
		return verifyEnclosed(signature);
	} catch {
		throw badRequest('Подпись не удалось разобрать: это не CMS (PKCS#7)', { 'base64-signature-content': 'unreadable' });
	}
}

function checkSigner({ world }: Call, { inn }: Organization, certificate: Certificate | undefined): void {
	const refuse = (message: string) => badRequest(message, { 'base64-signature-content': 'invalid' });
	if (!certificate) throw refuse('В подписи нет сертификата подписанта');
	const problem = certificateProblem(world, certificate);
	if (problem) throw refuse(problem);
	const { innLegal, inn: personInn } = certificate.subject;
	if ((innLegal ?? personInn) !== inn) throw refuse(`Подпись поставлена не сертификатом организации с ИНН ${inn}`);
}
