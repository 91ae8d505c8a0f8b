import { type Opener, type Signer, stop, testKeyFrom, testKeyOpener, testKeySigner } from '../../../extern';
import { isForTests } from '../../../extern/signin';
import type { Step } from '../step';

/** The key of a credential, where keys for tests may sign. */
export async function testKey(step: Step): Promise<Signer> {
	const { privateKey, publicCertificate } = await allowedKey(step);
	return testKeySigner(privateKey, publicCertificate);
}

/** The same key, where keys for tests may decrypt. */
export async function testKeyThatOpens(step: Step): Promise<Opener> {
	const { privateKey, publicCertificate } = await allowedKey(step);
	return testKeyOpener(testKeyFrom(privateKey, publicCertificate));
}

/** What the credential holds; the one rule of where it may be used, for signing and decrypting alike. */
async function allowedKey(step: Step): Promise<{ privateKey: string; publicCertificate: string }> {
	if (!isForTests(step.extern.port.apiRoot)) {
		throw stop('A test key must not be used for production', 'Sign and decrypt with a certified tool there. Test keys are for the test stand and the sandbox');
	}
	const { privateKey, publicCertificate } = await step.context.getCredentials('konturExternTestKeyApi', step.index);
	return { privateKey: String(privateKey), publicCertificate: String(publicCertificate) };
}
