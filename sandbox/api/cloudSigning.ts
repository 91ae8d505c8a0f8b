/** Cloud signing as the API shows it: a start that asks for a code, a confirmation that brings it. */

import type { Certificate } from '../../gost';
import { cloudKey, signInCloud, type ThingToSign } from '../authorities/cloudSigning';
import { certificateProblem } from '../authorities/verdict';
import type { Confirmation } from '../world/confirmations';
import type { Task } from '../world/tasks';
import type { Answer, Call, Handlers } from './call';
import { badRequest, locked, notFound } from './problems';
import type { Link } from './wire';

export interface SigningOrder {
	/** The owner of the task: the draft or docflow whose path shows it. */
	ownerId: string;
	/** urn:task-type:… */
	type: string;
	lock: string;
	accountId: string;
	certificate: Certificate;
	things: ThingToSign[];
	/** What is signed, as links of the answer. */
	links: Link[];
	/** Where the task is read. */
	taskHref: (taskId: string) => string;
	/** Receipts may be signed without a code. */
	unconfirmed?: boolean;
}

export const cloudSigningHandlers: Handlers = {
	'test-tools-get-cloud-sign-confirmation-code': (call) => ({
		status: 200,
		text: confirmationBy(call, call.text('requestId') ?? '').code,
	}),
};

/** Answers SignInitResult. Throws 409 when the object is locked, 400 when the key is not on the server or of no use. */
export function startSigning({ world }: Call, order: SigningOrder): Answer {
	const { lock, accountId, certificate, things, links, taskHref } = order;
	const running = world.tasks.running(lock);
	if (running) throw locked(running);
	const held = cloudKey(world, accountId, certificate);
	if (!held) throw badRequest('Сертификат не облачный: подписать им документы на сервере нельзя');
	const problem = certificateProblem(world, certificate);
	if (problem) throw badRequest(problem);
	const operation = { ...order, work: () => signInCloud(held, things) };
	const confirmation = order.unconfirmed ? undefined : world.confirmations.ask(operation);
	const task = confirmation?.task ?? world.tasks.start(operation);
	return {
		status: 200,
		body: {
			...(confirmation ? { 'request-id': confirmation.requestId } : {}),
			'task-id': task.id,
			'confirm-type': confirmation ? 'sms' : 'none',
			'documents-to-sign': links,
			links: [{ rel: 'task', href: taskHref(task.id) }],
		},
	};
}

/** Answers SignResult. Throws 404 for an unknown request, 400 for a wrong or stale code. */
export function confirmSigning(call: Call, { ownerId, links }: { ownerId: string; links: Link[] }): Answer {
	confirmed(call, ownerId, 'Подписание');
	return { status: 200, body: { 'signed-documents': links, links: [] } };
}

/** The task that the code of the query lets finish. Throws 404 for an unknown request, 400 for a wrong or stale code. */
export function confirmed(call: Call, ownerId: string, what: string): Task {
	const confirmation = confirmationBy(call, call.text('requestId') ?? '');
	const { task, requestId } = confirmation;
	if (task.ownerId !== ownerId) throw notFound('Запрос на подтверждение', requestId);
	if (task.state !== 'running') throw badRequest(`${what} уже завершено или отменено: начните его заново`);
	if (!call.world.confirmations.confirm(confirmation, call.text('code') ?? ''))
		throw badRequest('Неверный код подтверждения', { code: 'wrong' });
	return task;
}

function confirmationBy({ world }: Call, requestId: string): Confirmation {
	const confirmation = world.confirmations.find(requestId);
	if (!confirmation) throw notFound('Запрос на подтверждение', requestId);
	return confirmation;
}
