import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialType,
	IHttpRequestHelper,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { deepCopy, ICredentialsHelper, NodeHelpers, Workflow } from 'n8n-workflow';

import { NodeTypes } from './builtPackage';
import { oAuth2Api } from './oAuth2Api';

/** What the operator typed into the credential forms, and what n8n has stored there since. */
export type CredentialData = Record<string, ICredentialDataDecryptedObject>;

type RequestOptions = Parameters<ICredentialsHelper['authenticate']>[2];

/**
 * n8n's own rules (credentials-helper.js of the server) over the real credential classes: defaults
 * and expressions of hidden fields, `authenticate` as function or description, `preAuthentication`
 * only when the expirable property is empty or a 401 came, its result written back to the store.
 *
 * The store is keyed by credential type, or `type#label` for a second credential of the type.
 */
export class StoredCredentials extends ICredentialsHelper {
	private readonly types: Map<string, ICredentialType>;

	constructor(
		types: Map<string, ICredentialType>,
		readonly store: CredentialData,
	) {
		super();
		this.types = new Map([...types, [oAuth2Api.name, oAuth2Api]]);
	}

	getParentTypes(name: string): string[] {
		const parents = this.types.get(name)?.extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		const { extends: parents, properties } = this.typeOf(type);
		if (parents === undefined) return properties;
		const combined: INodeProperties[] = [];
		for (const parent of parents) {
			NodeHelpers.mergeNodeProperties(combined, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(combined, properties);
		return combined;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: RequestOptions,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.typeOf(typeName);
		const options = requestWithUrl(request);
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (authenticate?.type !== 'generic') return options;

		const resolve = (value: unknown) => this.resolve(value, credentials, workflow, node);
		const added = Object.entries(authenticate.properties).map(([part, fields]) => [
			part,
			{
				...Reflect.get(options, part),
				...Object.fromEntries(
					Object.entries(fields ?? {}).map(([name, value]) => [resolve(name), resolve(value)]),
				),
			},
		]);
		return { ...options, ...Object.fromEntries(added) };
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication, properties } = this.typeOf(typeName);
		const expirable = properties.find((it) => it.type === 'hidden' && it.typeOptions?.expirable === true);
		if (preAuthentication === undefined || expirable === undefined) return undefined;
		if (credentials[expirable.name] !== '' && !expired) return undefined;

		const renewed = await preAuthentication.call(helpers, credentials);
		if (renewed[expirable.name] === undefined || node.credentials === undefined) return undefined;
		Object.assign(credentials, renewed);
		await this.updateCredentials(node.credentials[typeName], typeName, credentials);
		return credentials;
	}

	/** Newer engines call it for OAuth2 types on every request, whatever the token's age. */
	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const renewed = await this.typeOf(typeName).preAuthentication?.call(helpers, credentials);
		return renewed && Object.assign({}, credentials, renewed);
	}

	async getDecrypted(
		...[, details, type, mode, executeData, , expressionResolveValues]: Parameters<ICredentialsHelper['getDecrypted']>
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.stored(details);
		const withDefaults = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			deepCopy(stored) as Parameters<typeof NodeHelpers.getNodeParameters>[1],
			true,
			false,
			null,
			null,
		);
		const resolved = (
			expressionResolveValues
				? resolvedForItem(withDefaults ?? {}, expressionResolveValues, mode, executeData)
				: formResolver.expression.getComplexParameterValue(formNode, withDefaults ?? {}, 'internal', {}, undefined, undefined, withDefaults ?? {})
		) as ICredentialDataDecryptedObject;
		return 'oauthTokenData' in stored
			? { ...resolved, oauthTokenData: deepCopy(stored.oauthTokenData) }
			: resolved;
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.store[storeKey(details)] = deepCopy(data);
	}

	async updateCredentialsOauthTokenData(
		details: INodeCredentialsDetails,
		type: string,
		{ oauthTokenData }: ICredentialDataDecryptedObject,
	): Promise<void> {
		await this.updateCredentials(details, type, { ...this.stored(details), oauthTokenData });
	}

	/** Asked by newer engines only; no credential of the package is restricted to some nodes. */
	isCredentialUsableByNode(): boolean {
		return true;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('The engine asks for encrypted credentials, which only a server has');
	}

	private stored(details: INodeCredentialsDetails): ICredentialDataDecryptedObject {
		const data = this.store[storeKey(details)];
		if (data === undefined) throw new Error(`No credential ${storeKey(details)} was given to the test`);
		return data;
	}

	private typeOf(name: string): ICredentialType {
		const type = this.types.get(name);
		if (type === undefined) throw new Error(`The package has no credential type ${name}`);
		return type;
	}

	private resolve(
		value: unknown,
		$credentials: ICredentialDataDecryptedObject,
		workflow: Workflow,
		node: INode,
	): unknown {
		if (typeof value !== 'string' || !value.startsWith('=')) return value;
		return workflow.expression.getSimpleParameterValue(
			{ ...node, parameters: {} },
			value,
			'internal',
			{ $credentials },
			undefined,
			'',
		);
	}
}

/** In a running workflow the expressions of a credential see the item. */
function resolvedForItem(
	fields: INodeParameters,
	{ workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData }: ICredentialsExpressionResolveValues,
	...[mode, executeData]: [WorkflowExecuteMode, IExecuteData | undefined]
) {
	return workflow.expression.getParameterValue(fields, runExecutionData, runIndex, itemIndex, node.name, connectionInputData, mode, {}, executeData, false, fields);
}

/** How a node refers to what the store holds under `key`. */
export const credentialDetails = (key: string): INodeCredentialsDetails => ({ id: key, name: key });

const storeKey = ({ id, name }: INodeCredentialsDetails): string => id ?? name;

const requestWithUrl = (request: RequestOptions): IHttpRequestOptions =>
	'url' in request ? request : { ...request, url: String(Reflect.get(request, 'uri')) };

const formNode: INode = {
	id: 'credential-form',
	name: 'Credential form',
	type: 'test.credentialForm',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** The workflow that n8n makes up to resolve expressions of credential fields. */
const formResolver = new Workflow({
	nodes: [formNode],
	connections: {},
	active: false,
	nodeTypes: new NodeTypes(
		new Map([
			[
				formNode.type,
				{
					description: {
						displayName: 'Credential Form',
						name: 'credentialForm',
						group: ['input'],
						version: 1,
						description: '',
						defaults: {},
						inputs: [],
						outputs: [],
						properties: [],
					},
				},
			],
		]),
	),
});
