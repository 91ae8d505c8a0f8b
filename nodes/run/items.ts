import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { ProblemLine } from '../../extern';
import type { Form } from '../forms/form';
import { fieldNames, labelOfField } from '../forms/properties';
import { closedPort, openPort, type SignInCredential } from './port';
import { asText, present } from './present';
import { Step, type Result } from './step';
import { requireFinished } from './unfinished';
import { withoutIds } from './withoutIds';

/**
 * Runs the chosen operation for every item: the one place for pairing, Continue on Fail, and
 * turning errors into n8n's.
 */
export async function runItems(context: IExecuteFunctions, forms: readonly Form[]): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length > 0 && formOf(context, forms, 0).runTogether) return [await runTogether(context, formOf(context, forms, 0), items)];
	const output: INodeExecutionData[] = [];
	for (let index = 0; index < items.length; index += 1) {
		const outcome = await runItem(context, forms, items[index], index);
		if ('error' in outcome && !context.continueOnFail()) throw outcome.error;
		const results = 'error' in outcome ? [errorItem(context, items[index], outcome.error)] : outcome.results;
		output.push(...results.map(({ json, binary }) => ({ json: toItem(json), binary, pairedItem: { item: index } })));
	}
	return [output];
}

type ItemOutcome = { readonly results: readonly Result[] } | { readonly error: ReturnType<typeof present> };

async function runItem(context: IExecuteFunctions, forms: readonly Form[], item: INodeExecutionData, index: number): Promise<ItemOutcome> {
	const form = formOf(context, forms, index);
	try {
		const step = await stepOf(context, form, item, index);
		const results = await form.run(step);
		requireFinished(step, results);
		return { results };
	} catch (error) {
		return { error: present(context.getNode(), error, index, (name) => labelOfField(form, name)) };
	}
}

/** All items as one work: it is done for all of them, or for none. */
async function runTogether(context: IExecuteFunctions, form: Form, items: readonly INodeExecutionData[]): Promise<INodeExecutionData[]> {
	try {
		const steps: Step[] = [];
		for (const [index, item] of items.entries()) steps.push(await stepOf(context, form, item, index));
		const results = (await form.runTogether?.(steps)) ?? [];
		return results.map(({ json, binary, madeOf = [...items.keys()] }) => ({ json: toItem(json), binary, pairedItem: madeOf.map((item) => ({ item })) }));
	} catch (error) {
		const told = present(context.getNode(), error, 0, (name) => labelOfField(form, name));
		if (!context.continueOnFail()) throw told;
		return items.map((item, index) => {
			const { json, binary } = errorItem(context, item, told);
			return { json: toItem(json), binary, pairedItem: { item: index } };
		});
	}
}

async function stepOf(context: IExecuteFunctions, form: Form, item: INodeExecutionData, index: number): Promise<Step> {
	const port = form.offline ? closedPort(context) : await openPort(context, credentialOf(context, index), index);
	return new Step(context, item, index, port, fieldNames(form));
}

function formOf(context: IExecuteFunctions, forms: readonly Form[], index: number): Form {
	const resource = context.getNodeParameter('resource', index);
	const operation = context.getNodeParameter('operation', index);
	const form = forms.find((one) => one.resource === resource && one.operation === operation);
	if (form) return form;
	throw new NodeOperationError(context.getNode(), `The operation ${String(resource)}: ${String(operation)} does not exist in this version`, {
		itemIndex: index,
		description: 'Open the node and choose the operation again',
	});
}

function credentialOf(context: IExecuteFunctions, index: number): SignInCredential {
	return context.getNodeParameter('authentication', index) === 'oAuth2' ? 'konturExternOAuth2Api' : 'konturExternApi';
}

/**
 * An item that tells why its input was not done. For the error branch it holds nothing but
 * `error`: only then n8n routes it there, and adds what came in by itself.
 */
function errorItem(context: IExecuteFunctions, item: INodeExecutionData, error: ReturnType<typeof present>): Result {
	const { message, description } = error;
	const code = 'httpCode' in error ? error.httpCode : undefined;
	const told = { error: { message, text: textOf(error), description: description ?? undefined, code: code ?? undefined, lines: error.context.lines } };
	const isBranch = context.getNode().onError === 'continueErrorOutput';
	return { json: isBranch ? told : { ...item.json, ...told }, binary: item.binary };
}

/** What a mail or a chat message can say of it as it is: what happened and each finding, one below the other. */
function textOf({ message, context }: ReturnType<typeof present>): string {
	const lines: readonly ProblemLine[] = Array.isArray(context.lines) ? context.lines : [];
	return withoutIds([message, ...lines.map(asText)].join('\n'));
}

function toItem(json: Record<string, unknown>): IDataObject {
	// Results come from JSON or are built from plain values; undefined members are dropped as JSON does.
	const plain: IDataObject = JSON.parse(JSON.stringify(json));
	return plain;
}
