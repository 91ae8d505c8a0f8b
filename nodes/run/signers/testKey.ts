import { type Opener, type Signer, stop, testKeyFrom, testKeyOpener, testKeySigner } from '../../../extern';
import { isForTests } from '../../../extern/signin';
import type { Step } from '../step';

/** The key of a credential, where keys for tests may sign. */
export async function testKey(step: Step): Promise<Signer> {
	const { privateKey, publicCertificate, passphrase } = await allowedKey(step, 'sign');
	return testKeySigner(privateKey, publicCertificate, passphrase, step.signatureForm);
}

/** The same key, where keys for tests may decrypt. */
export async function testKeyThatOpens(step: Step): Promise<Opener> {
	const { privateKey, publicCertificate, passphrase } = await allowedKey(step, 'decrypt');
	return testKeyOpener(testKeyFrom(privateKey, publicCertificate, passphrase));
}

const INSTEAD = {
	sign: 'Use a ready signature made with a certified tool, a signing service or CryptoPro DSS',
	decrypt: 'Decrypt with a signing service or CryptoPro DSS',
};

/** What the credential holds; the one rule of where it may be used, for signing and decrypting alike. */
async function allowedKey(step: Step, purpose: keyof typeof INSTEAD) {
	const { privateKey, publicCertificate, passphrase, allowAnywhere } = await step.context.getCredentials('konturExternTestKeyApi', step.index);
	// Judged by the address that requests go to, whatever the credential calls its environment.
	if (!isForTests(step.extern.port.apiRoot) && allowAnywhere !== true) {
		throw stop(
			`A test key must not ${purpose} for production`,
			`${INSTEAD[purpose]}. Test keys are for the test stand and the sandbox; for a gateway of your own, the credential of the key has a switch`,
		);
	}
	return { privateKey: String(privateKey ?? ''), publicCertificate: String(publicCertificate ?? ''), passphrase: String(passphrase ?? '') };
}
