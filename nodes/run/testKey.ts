import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { ExternError, testKeySigner } from '../../extern';

/** Tests the credential "Kontur Extern Test Key API": whether key and certificate can be read and belong together. */
export async function testKey(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const { privateKey, publicCertificate, passphrase } = credential.data ?? {};
	try {
		testKeySigner(String(privateKey ?? ''), String(publicCertificate ?? ''), String(passphrase ?? ''));
		return { status: 'OK', message: 'Key and certificate belong together' };
	} catch (error) {
		if (!(error instanceof ExternError)) return { status: 'Error', message: 'The key cannot be read' };
		const { failure } = error;
		const hint = failure.kind === 'input' ? failure.hint : undefined;
		return { status: 'Error', message: [error.message, hint].filter(Boolean).join('. ') };
	}
}
