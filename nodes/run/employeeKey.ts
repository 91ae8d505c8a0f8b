import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { isEmployeeKey } from '../../extern';

/** Tests the credential "Kontur Extern Gosuslugi API": only whether the key can be one, since using it would open the access. */
export async function employeeKey(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	if (isEmployeeKey(String(credential.data?.apiKey ?? ''))) return { status: 'OK', message: 'The key has the right length' };
	return { status: 'Error', message: 'A key has 32 characters, without blanks' };
}
