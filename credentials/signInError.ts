import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { ExecutionBaseError } from 'n8n-workflow';
import { signInFailure } from '../extern/signin';

/**
 * A sign-in that did not succeed, on its way through n8n to the node. n8n wraps what it catches: of
 * other errors older versions keep the message alone, of this kind every version keeps the context.
 */
export class SignInError extends ExecutionBaseError {
	constructor(error: unknown, credentials: ICredentialDataDecryptedObject) {
		const { message, isDown, detail } = signInFailure(error, credentials);
		super(message);
		this.context = { signIn: { isDown, detail } };
	}
}
