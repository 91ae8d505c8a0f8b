import { writePrivateKey, readSignature, streebog, verifyDetached } from '../../../../gost';
import { signedByPartner } from '../../../../extern/signin/partner';
import type { SignIn } from '../../../../extern/signin/way';
import { base64Of } from '../../../../extern/signing';
import { givenPerson } from '../../gost/people';
import { failureOf } from '../failures';

const person = givenPerson('TC26-256-A');
const sandbox = 'http://127.0.0.1:4100';

function signed(more: SignIn['fields']) {
	const fields = { partnerPublicCertificate: base64Of(person.certificate), ...more };
	const signIn: SignIn = { fields, identity: 'partner', roots: { api: sandbox, identity: sandbox, sessions: sandbox }, now: () => 0, send: async () => Promise.reject(new Error('nothing is sent')) };
	return signedByPartner(signIn, 'вход');
}

describe('a partner\'s GOST key', () => {
	const isValid = (signature: Uint8Array) => verifyDetached(readSignature(signature), (bits) => streebog(bits, Buffer.from('вход'))).valid;

	test.each([
		['plain', writePrivateKey(person.key), ''],
		['encrypted', writePrivateKey(person.key, 'Пароль'), 'Пароль'],
	])('signs when it is %s', (_, partnerPrivateKey, partnerKeyPassword) => {
		expect(isValid(signed({ partnerPrivateKey, partnerKeyPassword }))).toBe(true);
	});

	test.each([
		['missing', '', /is encrypted, and its passphrase is missing/],
		['wrong', 'другой', /passphrase does not open/],
	])('whose password is %s is told', async (_, partnerKeyPassword, says) => {
		const failure = await failureOf(() => signed({ partnerPrivateKey: writePrivateKey(person.key, 'Пароль'), partnerKeyPassword }));
		expect(failure).toMatchObject({ kind: 'input', message: expect.stringMatching(says) });
	});
});
