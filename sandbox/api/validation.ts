/** Judges requests by the reference: unknown fields and wrong spellings are refused, scalars are read leniently. */

import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Operation, QueryParameter, Reference } from '../reference';
import { GUID } from '../world/ids';
import { badRequest, type ApiProblem } from './problems';

/** Keywords that describe and do not restrict. */
const ANNOTATIONS = ['x-source', 'x-evidence', 'x-inferred', 'x-note', 'x-known-values', 'x-discriminator', 'x-media-type'];
const RAW_BODY = /#\/\$defs\/(Binary|BinaryBody|TextBody)$/;

export type BodyKind = 'none' | 'json' | 'raw';

export class Validation {
	#ajv = new Ajv2020({ allErrors: true, strict: false });
	#index: Reference['index'];
	#schemas = new Map<string, { $ref: string }>();

	constructor({ schemas, index }: Reference) {
		addFormats(this.#ajv);
		this.#ajv.addVocabulary(ANNOTATIONS);
		for (const schema of schemas) this.#ajv.addSchema(schema);
		this.#index = index;
	}

	bodyKind(operation: Operation): BodyKind {
		const request = this.#index[operation.id]?.request ?? null;
		if (request === null) return 'none';
		return RAW_BODY.test(request) ? 'raw' : 'json';
	}

	/** The body, with scalars given as text put right. Throws 400 with the first complaint in words. */
	body<T>(operation: Operation, value: unknown): T {
		const reference = this.#index[operation.id]?.request;
		if (!reference) throw badRequest('Тело запроса не ожидается');
		return this.bodyBy<T>(reference, value);
	}

	/** The body by a definition that the operation's parameters choose. */
	bodyBy<T>(reference: string, value: unknown): T {
		if (value === undefined) throw badRequest('Тело запроса пусто');
		const validate = this.#validator<T>(reference);
		const repaired = structuredClone(value);
		const valid = (candidate: unknown): candidate is T => validate(candidate);
		while (!valid(repaired)) {
			if (!repairOne(repaired, validate.errors ?? [])) throw complaint(validate.errors ?? []);
		}
		return repaired;
	}

	/** Judges something by a definition of the reference. Throws 400. */
	judge(reference: string, value: unknown): void {
		const validate = this.#validator<unknown>(reference);
		if (!validate(value)) throw complaint(validate.errors ?? []);
	}

	/** Checks names, presence and types of query parameters. Throws 400. */
	query(operation: Operation, query: Record<string, unknown>): void {
		const reference = this.#index[operation.id]?.query;
		if (reference) {
			const validate = this.#validator<Record<string, unknown>>(reference);
			if (!validate(query)) throw complaint(validate.errors ?? [], 'параметр запроса');
			return;
		}
		for (const name of Object.keys(query)) {
			if (!operation.query.some((parameter) => parameter.name === name))
				throw badRequest(`Неизвестный параметр запроса «${name}»`, { [name]: 'unknown' });
		}
		for (const parameter of operation.query) checkParameter(parameter, query[parameter.name]);
	}

	/** Ajv keeps what it compiled by the identity of the schema object. */
	#validator<T>(reference: string): ValidateFunction<T> {
		const schema = this.#schemas.get(reference) ?? { $ref: reference };
		this.#schemas.set(reference, schema);
		return this.#ajv.compile<T>(schema);
	}
}

function checkParameter({ name, type, required }: QueryParameter, value: unknown): void {
	if (value === undefined || value === '') {
		if (required) throw badRequest(`Не задан обязательный параметр запроса «${name}»`, { [name]: 'required' });
		return;
	}
	const text = String(value);
	const fits = type.startsWith('integer')
		? /^\d{1,9}$/.test(text)
		: type.startsWith('boolean')
			? /^(true|false)$/i.test(text)
			: type.startsWith('uuid')
				? GUID.test(text)
				: true;
	if (!fits) throw badRequest(`Параметр запроса «${name}» имеет недопустимое значение «${text}»`, { [name]: 'invalid' });
}

/** Turns one scalar written as text into what the schema wants; false when nothing could be put right. */
function repairOne(root: unknown, errors: ErrorObject[]): boolean {
	for (const { keyword, instancePath, params } of errors) {
		if (keyword !== 'type') continue;
		const holder = parentOf(root, instancePath);
		if (!holder) continue;
		const repaired = asScalar(holder.object[holder.key], [params.type].flat());
		if (repaired === undefined) continue;
		holder.object[holder.key] = repaired;
		return true;
	}
	return false;
}

function asScalar(value: unknown, types: string[]): boolean | number | undefined {
	if (typeof value !== 'string') return undefined;
	if (types.includes('boolean') && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
	if ((types.includes('integer') || types.includes('number')) && /^-?\d{1,15}$/.test(value)) return Number(value);
	return undefined;
}

function parentOf(root: unknown, pointer: string): { object: Record<string, unknown>; key: string } | undefined {
	const keys = pointer
		.split('/')
		.slice(1)
		.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
	const last = keys.pop();
	const parent = keys.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), root);
	return last !== undefined && isRecord(parent) ? { object: parent, key: last } : undefined;
}

/** Arrays count: their members are reached by index. */
function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function complaint(errors: ErrorObject[], where = 'поле'): ApiProblem {
	const telling =
		errors.find(({ keyword }) => keyword === 'additionalProperties') ??
		errors.find(({ keyword }) => keyword === 'required') ??
		errors.find(({ keyword }) => keyword !== 'anyOf' && keyword !== 'type') ??
		errors[0];
	if (!telling) return badRequest('Запрос составлен неверно');
	const { keyword, instancePath, params } = telling;
	const path = instancePath.slice(1).replaceAll('/', '.');
	const inside = path ? ` в «${path}»` : '';
	if (keyword === 'additionalProperties')
		return badRequest(`Неизвестное ${where} «${params.additionalProperty}»${inside}`, {
			[dotted(path, params.additionalProperty)]: 'unknown',
		});
	if (keyword === 'required')
		return badRequest(`Не заполнено обязательное ${where} «${params.missingProperty}»${inside}`, {
			[dotted(path, params.missingProperty)]: 'required',
		});
	return badRequest(`Недопустимое значение: ${where} «${path || 'тело запроса'}»`, { [path || 'body']: keyword });
}

function dotted(path: string, name: string): string {
	return path ? `${path}.${name}` : name;
}
