import { type Signer, stop, testKeySigner } from '../../../extern';
import { isForTests } from '../../../extern/signin';
import type { Step } from '../step';

/** The key of a credential, where keys for tests may sign. */
export async function testKey(step: Step): Promise<Signer> {
	if (!isForTests(step.extern.port.apiRoot)) {
		throw stop('A test key must not sign for production', 'Use a ready signature made with a certified tool. Test keys are for the test stand and the sandbox');
	}
	const { privateKey, publicCertificate } = await step.context.getCredentials('konturExternTestKeyApi', step.index);
	return testKeySigner(String(privateKey), String(publicCertificate));
}
