import type { INodeType } from 'n8n-workflow';

import type { CredentialData } from './credentials';
import { loadPackage, packageFolder } from './builtPackage';
import type { WorkflowOutcome } from './workflow';
import { runWorkflow } from './workflow';

/** What an operator reads below the form of a credential. */
export interface CredentialTested {
	passes: boolean;
	message: string;
	outcome: WorkflowOutcome;
	/** The credential as n8n has stored it by then. */
	credentials: CredentialData;
}

/**
 * Tests a credential as n8n does when it is saved: a declarative node whose one property carries the
 * credential's test request. n8n asks for a session each time, which here an empty one stands for.
 */
export async function testCredential(type: string, credentials: CredentialData, folder = packageFolder): Promise<CredentialTested> {
	const outcome = await runWorkflow({ nodes: [{ type: 'test.credential' }], extraNodes: { 'test.credential': await carrierOf(type) }, credentials, folder });
	return { passes: outcome.error === undefined, message: outcome.error?.message ?? '', outcome, credentials: outcome.credentials };
}

async function carrierOf(type: string): Promise<INodeType> {
	const { credentials } = await loadPackage();
	const request = credentials.get(type)?.test?.request;
	if (!request) throw new Error(`${type} has no test request`);
	return {
		description: {
			displayName: 'Test',
			name: 'test',
			group: ['input'],
			version: 1,
			description: '',
			defaults: { name: 'Test' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: type, required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } }],
		},
	};
}
