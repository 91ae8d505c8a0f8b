import { type Opener, type Signer, stop, testKeyFrom, testKeyOpener, testKeySigner } from '../../../extern';
import { isForTests } from '../../../extern/signin';
import type { Step } from '../step';

/** The key of a credential, where keys for tests may sign. */
export async function testKey(step: Step): Promise<Signer> {
	const { privateKey, publicCertificate } = await allowedKey(step, 'sign');
	return testKeySigner(privateKey, publicCertificate);
}

/** The same key, where keys for tests may decrypt. */
export async function testKeyThatOpens(step: Step): Promise<Opener> {
	const { privateKey, publicCertificate } = await allowedKey(step, 'decrypt');
	return testKeyOpener(testKeyFrom(privateKey, publicCertificate));
}

const INSTEAD = {
	sign: 'Use a ready signature made with a certified tool. Test keys are for the test stand and the sandbox',
	decrypt: 'Decrypt with a signing service or CryptoPro DSS. Test keys are for the test stand and the sandbox',
};

/** What the credential holds; the one rule of where it may be used, for signing and decrypting alike. */
async function allowedKey(step: Step, purpose: keyof typeof INSTEAD): Promise<{ privateKey: string; publicCertificate: string }> {
	if (!isForTests(step.extern.port.apiRoot)) throw stop(`A test key must not ${purpose} for production`, INSTEAD[purpose]);
	const { privateKey, publicCertificate } = await step.context.getCredentials('konturExternTestKeyApi', step.index);
	return { privateKey: String(privateKey), publicCertificate: String(publicCertificate) };
}
