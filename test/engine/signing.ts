import type { INodeParameters } from 'n8n-workflow';

import { readCertificate, readPrivateKey, signDetached, streebog } from '../../gost';
import { runWorkflow, type ItemIn } from './engine';
import { sendReport, step, type Company } from './filing';
import type { Sandbox, SeedCertificate } from './sandbox';

/** The ids by which later steps find a draft. */
export interface DraftIds {
	accountId: string;
	draftId: string;
}

/** A draft of a company that holds its report, and more files if asked for. Afterwards the log is empty. */
export async function givenDraft(sandbox: Sandbox, { account, credentials, item }: Company, more: ItemIn['files'] = {}): Promise<DraftIds> {
	const node = sendReport(account, { until: 'draft' });
	const files = ['data', ...Object.keys(more)].join(',');
	const outcome = await runWorkflow({
		nodes: [{ ...node, parameters: { ...node.parameters, files } }],
		credentials,
		items: [{ files: { ...item.files, ...more } }],
	});
	if (outcome.error) throw outcome.error;
	const { accountId, draftId } = outcome.json('Send Report')[0];
	await sandbox.clearRequests();
	return { accountId: String(accountId), draftId: String(draftId) };
}

/** A detached signature as the test key of the seed makes it. */
export function detached(bytes: Uint8Array, { content, privateKey }: Pick<SeedCertificate, 'content' | 'privateKey'>): Buffer {
	return Buffer.from(signDetached({ digest: streebog(256, bytes), key: readPrivateKey(privateKey), certificate: readCertificate(content) }));
}

/** The node that signs all files of a draft. */
export const signDraft = (typed: INodeParameters = {}) => step('konturExternSign', 'Sign', 'draft', 'sign', typed);

/** Sign With: Ready Signature, from these binary fields. */
export const ready = (fields: string) => ({ signWith: 'readySignature', signatureFields: fields });

/** Runs nodes on one item that carries signature files, each named after its field. */
export async function runWithSignatures(nodes: Array<ReturnType<typeof step>>, json: object, signatures: Record<string, Buffer>, credentials: Company['credentials']) {
	const files = Object.fromEntries(Object.entries(signatures).map(([name, bytes]) => [name, { bytes, fileName: `${name}.sig` }]));
	return await runWorkflow({ nodes, credentials, items: [{ json: JSON.parse(JSON.stringify(json)), files }] });
}

/** What changed anything at the service since the log was emptied. */
export async function changesAt(sandbox: Sandbox): Promise<Array<string | undefined>> {
	const requests = await sandbox.requests();
	return requests.filter(({ service, method }) => service === 'api' && method !== 'GET').map(({ operation }) => operation ?? undefined);
}
