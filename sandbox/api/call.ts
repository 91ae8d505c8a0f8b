/** One call of one operation, as its handler sees it. */

import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import type { Operation } from '../reference';
import type { Account } from '../world/accounts';
import type { World } from '../world/world';
import type { Caller } from './authorization';
import { ApiProblem, badRequest, forbidden } from './problems';
import type { Validation } from './validation';

export interface Answer {
	status: number;
	body?: unknown;
	/** Plain text instead of JSON. */
	text?: string;
	/** Raw bytes instead of JSON. */
	stream?: Readable;
	headers?: Record<string, string>;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;
/** Keyed by the ids of operations.json. */
export type Handlers = Record<string, Handler>;

/** 64 MB: the service takes no larger request body. */
export const LARGEST_BODY = 64 * 1024 * 1024;

export interface CallParts {
	world: World;
	caller: Caller;
	operation: Operation;
	request: FastifyRequest;
	validation: Validation;
	json: unknown;
	traceId: string;
}

export class Call {
	readonly world: World;
	readonly caller: Caller;
	readonly request: FastifyRequest;
	readonly traceId: string;
	#operation: Operation;
	#validation: Validation;
	#json: unknown;

	constructor({ world, caller, operation, request, validation, json, traceId }: CallParts) {
		this.world = world;
		this.caller = caller;
		this.request = request;
		this.traceId = traceId;
		this.#operation = operation;
		this.#validation = validation;
		this.#json = json;
	}

	/** A part of the path; ids come in lower case. */
	param(name: string): string {
		const { params } = this.request;
		const value = isRecord(params) ? params[name] : undefined;
		if (typeof value !== 'string') throw new Error(`the path has no ${name}`);
		return /id$/i.test(name) ? value.toLowerCase() : value;
	}

	/** Whether the path has this part. */
	has(name: string): boolean {
		return isRecord(this.request.params) && name in this.request.params;
	}

	/** A query parameter; the first one when it is repeated. */
	text(name: string): string | undefined {
		return this.texts(name)[0];
	}

	texts(name: string): string[] {
		const { query } = this.request;
		const value = isRecord(query) ? query[name] : undefined;
		if (value === undefined || value === '') return [];
		return (Array.isArray(value) ? value : [value]).map(String);
	}

	number(name: string, fallback: number): number {
		const value = this.text(name);
		return value === undefined ? fallback : Number(value);
	}

	/** How many entries a page may hold: what is asked for, at most what the service gives at once. */
	take(usual: number): number {
		return Math.min(this.number('take', usual), this.world.largestPage);
	}

	/** Undefined when the flag is not given. */
	flag(name: string): boolean | undefined {
		const value = this.text(name);
		return value === undefined ? undefined : value.toLowerCase() === 'true';
	}

	/** The body, judged by the reference. Throws 400. */
	body<T>(): T {
		return this.#validation.body<T>(this.#operation, this.#json);
	}

	/** The body, judged by a definition of the reference that the call itself chooses. Throws 400. */
	bodyBy<T>(reference: string): T {
		return this.#validation.bodyBy<T>(reference, this.#json);
	}

	/** Judges what a body made of something by a definition of the reference. Throws 400. */
	judge(reference: string, value: unknown): void {
		this.#validation.judge(reference, value);
	}

	/** The body as it streams in. */
	get incoming(): Readable {
		const { body } = this.request;
		return isReadable(body) ? body : this.request.raw;
	}

	/** A small raw body such as a signature. Throws 413. */
	async bytes(): Promise<Buffer> {
		return readAll(this.incoming);
	}

	/** The account of the path. Throws 403 when the caller does not see it. */
	account(): Account {
		return this.accountOf(this.param('accountId'));
	}

	/** An account that is not named by the path. Throws 403 when the caller does not see it. */
	accountOf(id: string): Account {
		const account = this.visibleAccount(id);
		if (!account) throw forbidden('Нет доступа к учётной записи');
		return account;
	}

	visibleAccount(id = this.param('accountId')): Account | undefined {
		const account = this.world.accounts.account(id);
		return account && this.sees(account) ? account : undefined;
	}

	sees(account: Account): boolean {
		const { client, user } = this.caller;
		return (
			account.clientIds.includes(client.clientId) &&
			(user === null || user.accounts.some(({ accountId }) => accountId === account.id))
		);
	}

	/** An application without a user has the rights of an administrator. */
	isAdministratorOf(account: Account): boolean {
		const { user } = this.caller;
		return user === null || user.accounts.some(({ accountId, role }) => accountId === account.id && role !== 'user');
	}

	/** Long operations run in the background only. */
	demandDeferred(): void {
		if (this.flag('deferred') !== true)
			throw badRequest('Операция выполняется только асинхронно: передайте deferred=true', { deferred: 'must be true' });
	}
}

/** Reads a whole body. Throws 413 above 64 MB. */
export async function readAll(stream: Readable): Promise<Buffer> {
	const blocks: Buffer[] = [];
	let length = 0;
	for await (const block of stream) {
		const bytes = Buffer.from(block);
		length += bytes.length;
		if (length > LARGEST_BODY)
			throw new ApiProblem({ status: 413, code: 'contentIsTooLarge', message: 'Тело запроса больше 64 МБ' });
		blocks.push(bytes);
	}
	return Buffer.concat(blocks);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

export function isReadable(value: unknown): value is Readable {
	return isRecord(value) && 'pipe' in value;
}
