import { verifyEnclosed } from '../../gost';
import type { Extern } from '../client';
import { sourceOf } from '../contents';
import { inputError, stop } from '../failure';
import { gosuslugiAuth, organizationGet } from '../operations/organizations';
import { certificateFrom, readOr, reasonOf, type Signer } from '../signing';

/** For so long Gosuslugi takes a signed key, from the moment of signing (limits §4). */
const VALID_MS = 18 * 3_600_000;
const EMPLOYEE_KEY = /^\S{32}$/;

/** Whether a text can be the key of an employee: 32 characters (scenarios j). */
export function isEmployeeKey(text: string): boolean {
	return EMPLOYEE_KEY.test(text);
}

/**
 * Lets the service speak to Gosuslugi in the name of an employee of an organization: signs his key as
 * a text file inside the signature, UTF-8 without a byte order mark, and hands both over (scenarios j.1).
 * @param employeeKey secret; it is in no error
 * @returns until when, milliseconds since 1970
 * @throws ExternError `input` or `stopped` when key, certificate or signature will not do, before anything is sent
 */
export async function renewGosuslugi(extern: Extern, organization: { accountId: string; orgId: string }, employeeKey: string, signer: Signer): Promise<number> {
	if (!isEmployeeKey(employeeKey)) throw inputError('The employee key is not one of Gosuslugi', 'A key has 32 characters, without blanks. Correct it in the credential');
	const { general } = await extern.call(organizationGet, organization);
	const { subject } = certificateFrom(signer.certificate);
	const inn = subject.innLegal ?? subject.inn;
	if (inn !== general.inn) {
		throw stop(`The certificate is of INN ${inn ?? 'unknown'}, and the organization has INN ${general.inn}`, 'Nothing was sent. Sign with a certificate of the organization itself');
	}
	const key = Buffer.from(employeeKey, 'utf8');
	const now = extern.port.now();
	const signature = await signer.sign({ fileName: 'The employee key', chunks: () => sourceOf(key).chunks() }, 'enclosed');
	const verdict = readOr(() => verifyEnclosed(signature), 'The signature of the employee key cannot be read', 'Nothing was sent. Make it again: CMS (PKCS#7) with the text inside');
	if (!verdict.valid) throw stop('The signature of the employee key is not valid', `Nothing was sent. ${reasonOf(verdict)}`);
	if (!verdict.content || !key.equals(verdict.content)) {
		throw stop('Another text than the employee key was signed', 'Nothing was sent. Sign a text file with exactly the 32 characters of the key: UTF-8 without a byte order mark, no line end');
	}
	await extern.call(gosuslugiAuth, { ...organization, gosuslugiUid: employeeKey, signature });
	return (verdict.signedAt?.getTime() ?? now) + VALID_MS;
}
