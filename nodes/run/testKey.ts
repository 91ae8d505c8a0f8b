import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { testKeySigner } from '../../extern';

/** Tests the credential "Kontur Extern Test Key API": whether key and certificate can be read and belong together. */
export async function testKey(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	try {
		testKeySigner(String(credential.data?.privateKey ?? ''), String(credential.data?.publicCertificate ?? ''));
		return { status: 'OK', message: 'Key and certificate belong together' };
	} catch (error) {
		return { status: 'Error', message: error instanceof Error ? error.message : 'The key cannot be read' };
	}
}
