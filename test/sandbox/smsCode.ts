import type { RunningSandbox } from './runningSandbox';

/** What the SMS says that a cloud operation waits for. */
export async function smsCode(sandbox: RunningSandbox, requestId = ''): Promise<string> {
	const path = `/test-tools/v1/get-cloud-sign-confirmation-code?requestId=${requestId}`;
	return (await sandbox.call<string>('get', path, undefined, { responseType: 'text' })).data;
}
