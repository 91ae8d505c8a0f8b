import { Container } from '@n8n/di';
import { BinaryDataService, ExecutionLifecycleHooks, ExternalSecretsProxy } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeCredentials,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { BuiltPackage } from './builtPackage';
import { credentialDetails, StoredCredentials } from './credentials';

/** A node of a workflow in a test; `type` without a dot is a node of the package. */
export interface NodeOnCanvas extends Partial<Omit<INode, 'type' | 'credentials'>> {
	type: string;
	/** Chooses among several credentials of one type: `{ konturExternApi: 'konturExternApi#second' }`. */
	credentials?: Record<string, string>;
}

let binaryStore: Promise<void> | undefined;

/** Opens the binary store (files under N8N_USER_FOLDER) once per test file. */
export async function openBinaryStore(): Promise<BinaryDataService> {
	const service = Container.get(BinaryDataService);
	binaryStore ??= service.init();
	await binaryStore;
	return service;
}

export function placeNode(
	onCanvas: NodeOnCanvas,
	built: BuiltPackage,
	stored: Record<string, ICredentialDataDecryptedObject>,
): INode {
	const { credentials: chosen = {}, ...rest } = onCanvas;
	const type = onCanvas.type.includes('.') ? onCanvas.type : `${built.name}.${onCanvas.type}`;
	const { description } = built.nodes.getByNameAndVersion(type, onCanvas.typeVersion);
	const wanted = (description.credentials ?? []).map(({ name }) => name);
	const credentials: INodeCredentials = {};
	for (const name of wanted) {
		const key = chosen[name] ?? name;
		if (key in stored) credentials[name] = credentialDetails(key);
	}
	const name = onCanvas.name ?? description.displayName;
	return {
		id: name,
		position: [0, 0],
		typeVersion: Array.isArray(description.version) ? Math.max(...description.version) : description.version,
		parameters: {},
		...rest,
		name,
		type,
		credentials,
	};
}

/** What the server hands to the engine for one execution. */
export function surroundings(
	built: BuiltPackage,
	stored: Record<string, ICredentialDataDecryptedObject>,
	workflow: IWorkflowBase,
	mode: WorkflowExecuteMode,
): IWorkflowExecuteAdditionalData {
	const notThere = () => {
		throw new Error('The engine tests have no server behind the engine');
	};
	return {
		credentialsHelper: new StoredCredentials(built.credentials, stored),
		hooks: new ExecutionLifecycleHooks(mode, '1', workflow),
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		executionId: '1',
		currentNodeExecutionIndex: 0,
		instanceBaseUrl: 'http://localhost/',
		restApiUrl: 'http://localhost/rest',
		webhookBaseUrl: 'http://localhost/webhook',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		webhookTestBaseUrl: 'http://localhost/webhook-test',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		variables: {},
		executeWorkflow: notThere,
		getRunExecutionData: notThere,
		startRunnerTask: notThere,
		logAiEvent: () => undefined,
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
	};
}
