import { type Signer, stop, testKeySigner } from '../../../extern';
import { isForTests } from '../../../extern/signin';
import type { Step } from '../step';

/** The key of a credential, where keys for tests may sign. */
export async function testKey(step: Step): Promise<Signer> {
	const { privateKey, publicCertificate, passphrase, allowAnywhere } = await step.context.getCredentials('konturExternTestKeyApi', step.index);
	// Judged by the address that requests go to, whatever the credential calls its environment.
	if (!isForTests(step.extern.port.apiRoot) && allowAnywhere !== true) {
		throw stop(
			'A test key must not sign for production',
			'Use a ready signature made with a certified tool, a signing service or CryptoPro DSS. Test keys are for the test stand and the sandbox; for a gateway of your own, the credential of the key has a switch',
		);
	}
	return testKeySigner(String(privateKey ?? ''), String(publicCertificate ?? ''), String(passphrase ?? ''));
}
