/** Check, prepare, send: what works on a draft in the background. */

import { makeDataToSign } from '../authorities/dataToSign';
import { madeToSign, signingWay } from '../authorities/signingWays';
import { authorityCode } from '../authorities/routing';
import { fileDraft } from '../authorities/filing';
import { hasErrors, inspect, wireProtocol } from '../authorities/inspection';
import { prepare, type Preparation } from '../authorities/preparation';
import type { Draft, DraftStatus } from '../world/drafts';
import type { Task, TaskOutcome } from '../world/tasks';
import type { World } from '../world/world';
import type { Answer, Call, Handlers } from './call';
import { wireDocflow } from './docflowWire';
import { changeableDraft, draftLock, draftOf, draftPath } from './drafts';
import { notFound } from './problems';
import { filled, page } from './wire';

export const draftTaskHandlers: Handlers = {
	'draft-check': (call) => start(call, { type: 'check', during: 'check-in-progress', work: check }),
	'draft-prepare': (call) => start(call, { type: 'prepare', during: 'prepare-in-progress', work: prepareDraft }),
	'draft-send': (call) => start(call, { type: 'send', during: 'send-in-progress', work: send }),
	'draft-tasks-list': (call) => {
		const draft = draftOf(call);
		const released = call.flag('includeReleased') ?? false;
		const tasks = call.world.tasks.of(taskOwner(draft)).filter(({ state }) => released || state === 'running');
		const { skip, take, total, items } = page(tasks, call.number('skip', 0), call.take(100));
		const href = (task: Task) => call.world.href(`${draftPath(draft)}/tasks/${task.id}`);
		return {
			status: 200,
			body: {
				skip,
				take,
				'total-count': total,
				'api-task-page-items': items.map((task) => ({
					id: task.id,
					'task-state': task.state,
					'task-type': task.type,
					'task-result-link': { rel: 'task', href: href(task) },
				})),
			},
		};
	},
	'draft-task-get': (call) => {
		const draft = draftOf(call);
		const task = call.world.tasks.find(taskOwner(draft), call.param('apiTaskId'));
		if (!task) throw notFound('Задача', call.param('apiTaskId'));
		return { status: 200, body: wireTask(task) };
	},
};

export function wireTask({ id, type, state, result, error, progress }: Task) {
	return { id, 'task-state': state, 'task-type': type, ...filled({ 'task-result': result, error, progress }) };
}

interface Job {
	type: 'check' | 'prepare' | 'send';
	during: DraftStatus;
	work: (world: World, draft: Draft) => TaskOutcome;
}

function start(call: Call, { type, during, work }: Job): Answer {
	call.demandDeferred();
	const draft = changeableDraft(call);
	const { world } = call;
	const before = draft.status;
	draft.status = during;
	const task = world.tasks.start({
		ownerId: taskOwner(draft),
		type: `urn:task-type:${type}`,
		lock: draftLock(draft),
		work: () => {
			draft.status = before;
			return work(world, draft);
		},
	});
	return { status: 200, body: wireTask(task) };
}

export function taskOwner({ accountId, id }: Draft): string {
	return `draft ${accountId} ${id}`;
}

function check(world: World, draft: Draft): TaskOutcome {
	const protocol = inspect(world, draft);
	draft.status = hasErrors(protocol) ? 'new' : 'checked';
	if (draft.status === 'checked') offerDataToSign(world, draft);
	return { result: { data: wireProtocol(protocol) } };
}

/** What was offered before stays: it may be signed already. */
function offerDataToSign(world: World, { accountId, documents }: Draft): void {
	for (const document of documents)
		if (signingWay(document) === 'xmldsig' && madeToSign(document) === 'by check' && !document.dataToSignContentId)
			makeDataToSign(world, accountId, document);
}

function prepareDraft(world: World, draft: Draft): TaskOutcome {
	const preparation = prepare(world, draft);
	draft.status = isReady(preparation) ? 'ready-to-send' : 'new';
	return {
		result: {
			'check-result': wireProtocol(preparation.protocol),
			links: isReady(preparation) ? [{ rel: 'next', href: world.href(`${draftPath(draft)}/send?force=false`) }] : [],
			status: preparation.status,
		},
	};
}

function send(world: World, draft: Draft): TaskOutcome {
	const preparation = prepare(world, draft);
	draft.status = isReady(preparation) ? 'ready-to-send' : 'new';
	if (!isReady(preparation)) return { result: sendFailure(preparation, draft) };
	const docflow = fileDraft(world, draft);
	if (!docflow)
		return {
			error: {
				id: 'urn:error:externapi:error',
				'status-code': 400,
				message: 'Для документов черновика не известен документооборот',
				'trace-id': draft.id.replaceAll('-', ''),
			},
		};
	return { result: wireDocflow(world, docflow) };
}

function isReady({ status }: Preparation): boolean {
	return status === 'ok' || status === 'check-protocol-has-only-warnings';
}

/** What keeps a draft from being sent: SendFailure of the wire. */
function sendFailure({ status, protocol, unsigned }: Preparation, { meta }: Draft) {
	const failure = { 'status-code': 400, status, 'check-result': wireProtocol(protocol) };
	if (unsigned.length > 0)
		return { id: 'urn:error:externapi:signatureNotFound', message: `Не подписаны документы: ${unsigned.join(', ')}`, ...failure };
	if (status === 'encryption-failed')
		return {
			id: 'urn:error:externapi:error',
			message: `Не удалось зашифровать документы: нет сертификата получателя ${authorityCode(meta)}`,
			...failure,
		};
	return {
		id: 'urn:error:externapi:checkProtocolHasErrors',
		message: 'Черновик не прошёл проверку, исправьте ошибки и повторите отправку',
		...failure,
	};
}
