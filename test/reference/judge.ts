import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AnySchemaObject, ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

import type { Operation } from './operations';
import { operations } from './operations';
import { querySchema } from './querySchema';
import { misspellings, vocabularyOf, wordsOf } from './spelling';

/** Keywords of the reference that describe and do not restrict (README-part1.md and README-part2.md). */
const ANNOTATIONS = [
	'x-source',
	'x-evidence',
	'x-inferred',
	'x-note',
	'x-known-values',
	'x-discriminator',
	'x-media-type',
];

/** Definitions of bodies that are bytes or text; some of them never validate on purpose. */
const RAW_BODY = /#\/\$defs\/(Binary|BinaryBody|TextBody)$/;

const SENT_DOCFLOW = 'extern:docflow#/$defs/DocflowWithDocuments';

interface Judgement {
	request: string | null;
	query?: string;
	responses: Record<string, string | null>;
}

export interface JudgedRequest {
	query?: Record<string, unknown>;
	body?: unknown;
}

const schemasFolder = join(__dirname, 'schemas');
const readJson = (name: string) => JSON.parse(readFileSync(join(schemasFolder, name), 'utf8'));

const index: Record<string, Judgement> = {
	...readJson('index-part1.json'),
	...readJson('index-part2.json'),
};

const schemas: AnySchemaObject[] = readdirSync(schemasFolder)
	.filter((file) => file.endsWith('.schema.json'))
	.map(readJson);

const ajv = createAjv();
const vocabularies = new Map<string, Set<string>>();
const everyWord = wordsOf(schemas);
const compiled = new Map<string, ValidateFunction>();

/** What is wrong with a request by the reference; empty when it is right. */
export function judgeRequest(operationId: string, { query, body }: JudgedRequest): string[] {
	const judgement = judgementOf(operationId);
	return [
		...judgeQuery(operationFor(operationId), judgement, query ?? {}),
		...judgeRequestBody(judgement, body),
	];
}

/** What is wrong with an answer by the reference; empty when it is right. */
export function judgeAnswer(operationId: string, status: number, body: unknown): string[] {
	const { responses } = judgementOf(operationId);
	const reference = responses[status] ?? errorModel(responses, status);
	if (reference === undefined) {
		return [`answer: status ${status} is not among ${Object.keys(responses).join(', ')}`];
	}
	if (reference === null || RAW_BODY.test(reference)) return [];
	const complaintsAboutBody = judgeBody('answer', reference, body);
	const docflow = sentDocflow(body);
	return docflow === undefined
		? complaintsAboutBody
		: [...complaintsAboutBody, ...judgeBody('answer/task-result', SENT_DOCFLOW, docflow)];
}

function judgeBody(part: string, reference: string, body: unknown): string[] {
	return [
		...complaints(part, validatorOf(reference), body),
		...misspellings(body, vocabularyFor(reference), everyWord).map((complaint) => `${part}: ${complaint}`),
	];
}

/** The docflow in a finished send task, of which the schema of tasks holds only an outline (README-part1.md). */
function sentDocflow(body: unknown): unknown {
	if (typeof body !== 'object' || body === null || !('task-result' in body)) return undefined;
	const result = body['task-result'];
	return typeof result === 'object' && result !== null && 'documents' in result ? result : undefined;
}

function createAjv(): Ajv2020 {
	const instance = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
	addFormats(instance);
	instance.addVocabulary(ANNOTATIONS);
	schemas.forEach((schema) => instance.addSchema(schema));
	return instance;
}

function vocabularyFor(reference: string): Set<string> {
	const known = vocabularies.get(reference);
	if (known) return known;
	const vocabulary = vocabularyOf(reference, definition);
	vocabularies.set(reference, vocabulary);
	return vocabulary;
}

function definition(reference: string): AnySchemaObject {
	const [id, pointer = ''] = reference.split('#');
	const schema = schemas.find(({ $id }) => $id === id);
	const found = pointer.split('/').filter(Boolean).reduce((part, key) => part?.[key], schema);
	if (found === undefined) throw new Error(`The reference has no definition ${reference}`);
	return found;
}

function judgementOf(operationId: string): Judgement {
	const judgement = index[operationId];
	if (judgement === undefined) throw new Error(`The reference has no operation ${operationId}`);
	return judgement;
}

function operationFor(operationId: string): Operation {
	const operation = operations.find(({ id }) => id === operationId);
	if (operation === undefined) throw new Error(`The reference has no operation ${operationId}`);
	return operation;
}

function judgeQuery(operation: Operation, judgement: Judgement, query: Record<string, unknown>) {
	const validate = judgement.query
		? validatorOf(judgement.query)
		: inlineValidator(`query of ${operation.id}`, () => querySchema(operation.query));
	return complaints('query', validate, query);
}

function judgeRequestBody({ request }: Judgement, body: unknown): string[] {
	if (request === null) {
		return body === undefined || body === null || body === '' ? [] : ['body: this operation takes none'];
	}
	return RAW_BODY.test(request) ? [] : complaints('body', validatorOf(request), body);
}

/** An error status that the operation does not list itself (409, 429, 503…) has the form of its other errors. */
function errorModel(responses: Judgement['responses'], status: number): string | null | undefined {
	return status in responses || status < 400 ? responses[status] : responses[400];
}

function validatorOf(reference: string): ValidateFunction {
	return inlineValidator(reference, () => ({ $ref: reference }));
}

function inlineValidator(key: string, schema: () => AnySchemaObject): ValidateFunction {
	const known = compiled.get(key);
	if (known) return known;
	const validate = ajv.compile(schema());
	compiled.set(key, validate);
	return validate;
}

function complaints(part: string, validate: ValidateFunction, value: unknown): string[] {
	if (validate(value)) return [];
	// Beside a failed condition (`if`) always stands what failed in it.
	const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
	return [...new Set(errors.map((error) => `${part}${error.instancePath}: ${wording(error)}`))];
}

function wording({ keyword, message, params }: ErrorObject): string {
	if (keyword === 'additionalProperties') return `unknown property '${params.additionalProperty}'`;
	if (keyword === 'unevaluatedProperties') return `unknown property '${params.unevaluatedProperty}'`;
	if (keyword === 'enum') return `must be one of ${JSON.stringify(params.allowedValues)}`;
	if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`;
	return message ?? keyword;
}

export { operationOf } from './operations';
